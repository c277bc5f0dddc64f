// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** The table from certificates of clients to users: the element {@code externalUsers}. Immutable. */
final class ExternalUsers {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    private final Map<String, String> byFingerprint = new LinkedHashMap<>();
    private final Map<X500Principal, String> bySubject = new LinkedHashMap<>();

    private ExternalUsers(List<Section> users) throws ConfigurationException {
        for (Section user : users) {
            user.allow("subject", "sha256", "name");
            String name = user.text("name");
            if (user.has("subject") == user.has("sha256")) {
                throw user.problem("subject", "must stand there, or sha256", "one of the two");
            }
            String before = user.has("subject")
                    ? bySubject.put(subject(user), name)
                    : byFingerprint.put(fingerprint(user), name);
            if (before != null) {
                throw user.problem("name", "is a second one for the same certificate", "one user for each");
            }
        }
    }

    /**
     * Reads the element.
     *
     * @throws ConfigurationException naming the key, the value found and what is allowed
     */
    static ExternalUsers from(Section externalUsers) throws ConfigurationException {
        externalUsers.allow("user");
        return new ExternalUsers(externalUsers.sections("user"));
    }

    private static X500Principal subject(Section user) throws ConfigurationException {
        String text = user.text("subject");
        try {
            return new X500Principal(text);
        } catch (IllegalArgumentException e) {
            throw user.problem("subject", "is '" + text + "'", "a distinguished name as in RFC 2253");
        }
    }

    private static String fingerprint(Section user) throws ConfigurationException {
        String text = user.text("sha256");
        String digits = text.replace(":", "").toLowerCase(Locale.ROOT);
        if (!SHA_256.matcher(digits).matches()) {
            throw user.problem("sha256", "is '" + text + "'", "64 hexadecimal digits, with or without colons");
        }
        return digits;
    }

    /** The user for the certificate. An entry for its fingerprint comes before one for its subject. */
    Optional<String> userOf(String sha256, X500Principal subject) {
        return Optional.ofNullable(byFingerprint.getOrDefault(sha256, bySubject.get(subject)));
    }
}
