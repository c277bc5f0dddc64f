// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.credential.ScramKeys;
import nl.digipoort.james.pop3.guessing.GuessingSettings;
import nl.digipoort.james.sasl.DigestMd5Settings;
import nl.digipoort.james.sasl.HostCheck;
import nl.digipoort.james.sasl.Mechanism;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** What the operator decides about authentication: the element {@code authentication}. Immutable. */
public final class AuthenticationSettings {
    private static final List<String> KNOWN = List.of(
            Mechanism.DIGEST_MD5,
            Mechanism.SCRAM_SHA_256_PLUS,
            Mechanism.SCRAM_SHA_256,
            Mechanism.PLAIN,
            Mechanism.LOGIN);
    private static final List<String> USUAL = List.of(Mechanism.DIGEST_MD5, Mechanism.PLAIN, Mechanism.LOGIN);

    private static final String VARIABLE = "env:";
    private static final Pattern VARIABLE_NAME = Pattern.compile(VARIABLE + "[A-Za-z_][A-Za-z0-9_]*");

    private final DigestMd5Settings digestMd5;
    private final List<String> mechanisms;
    private final int scramIterations;
    private final String credentialKey;
    private final GuessingSettings guessing;
    private final HashingSettings hashing;
    private final ExternalUsers externalUsers;

    private AuthenticationSettings(Section authentication) throws ConfigurationException {
        authentication.allow(
                "realm",
                "hostNames",
                "strictHost",
                "mechanisms",
                "scramIterations",
                "credentialKey",
                "guessing",
                "hashing",
                "externalUsers");
        this.digestMd5 = digestMd5(authentication);
        this.mechanisms = mechanisms(authentication);
        this.scramIterations = authentication.number(
                "scramIterations", ScramKeys.USUAL_ITERATIONS, ScramKeys.LEAST_ITERATIONS, ScramKeys.MOST_ITERATIONS);
        this.credentialKey = credentialKey(authentication);
        this.guessing = GuessingSettings.from(authentication.optionalSection("guessing"));
        this.hashing = HashingSettings.from(authentication.optionalSection("hashing"));
        this.externalUsers = ExternalUsers.from(authentication.optionalSection("externalUsers"));
    }

    /**
     * Reads the element.
     *
     * @throws ConfigurationException naming the key, the value found and what is allowed
     */
    public static AuthenticationSettings from(Section authentication) throws ConfigurationException {
        return new AuthenticationSettings(authentication);
    }

    private static String credentialKey(Section authentication) throws ConfigurationException {
        String place = authentication.text("credentialKey");
        if (place.startsWith(VARIABLE) && !VARIABLE_NAME.matcher(place).matches()) {
            throw authentication.problem(
                    "credentialKey",
                    "is '" + place + "'",
                    "a path, a file:// URL, or env: and the name of an environment variable: letters, digits, _");
        }
        return place;
    }

    private static DigestMd5Settings digestMd5(Section authentication) throws ConfigurationException {
        String realm = authentication.text("realm");
        List<String> hostNames = authentication.texts("hostNames", "hostName");
        HostCheck check = authentication.flag("strictHost", false) ? HostCheck.STRICT : HostCheck.LENIENT;
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(realm)) {
            throw authentication.problem("realm", "is '" + realm + "'", "ASCII, since clients disagree on the rest");
        }
        if (hostNames.isEmpty()) {
            throw authentication.problem("hostNames.hostName", "is missing", "one name or more");
        }
        try {
            return DigestMd5Settings.of(realm, hostNames).withHostCheck(check);
        } catch (IllegalArgumentException e) {
            throw authentication.problem(
                    "realm or hostNames",
                    "is '" + realm + "' or " + hostNames,
                    "1 to 255 octets without control characters, names without '/'");
        }
    }

    /** The mechanisms of the interface unless the operator names some. An empty list leaves USER and PASS only. */
    private static List<String> mechanisms(Section authentication) throws ConfigurationException {
        if (!authentication.has("mechanisms")) {
            return USUAL;
        }
        List<String> names = authentication.texts("mechanisms", "mechanism");
        boolean repeated = names.stream().distinct().count() < names.size();
        if (repeated || !KNOWN.containsAll(names)) {
            throw authentication.problem(
                    "mechanisms.mechanism", "is " + names, "any of " + String.join(", ", KNOWN) + ", each once");
        }
        return names;
    }

    public String realm() {
        return digestMd5.realm();
    }

    public DigestMd5Settings digestMd5() {
        return digestMd5;
    }

    /** The names of the mechanisms to offer, in order. */
    public List<String> mechanisms() {
        return mechanisms;
    }

    /** Whether a mechanism of SCRAM is to be offered. */
    public boolean namesScram() {
        return mechanisms.contains(Mechanism.SCRAM_SHA_256) || mechanisms.contains(Mechanism.SCRAM_SHA_256_PLUS);
    }

    /** The iteration count of new SCRAM records. */
    public int scramIterations() {
        return scramIterations;
    }

    /** The environment variable with the keys of the credential records; empty if they are in a file. */
    public Optional<String> credentialKeyVariable() {
        return credentialKey.startsWith(VARIABLE)
                ? Optional.of(credentialKey.substring(VARIABLE.length()))
                : Optional.empty();
    }

    /** Otherwise the file with the keys: an absolute path, or a URL as James resolves it. */
    public String credentialKeyFile() {
        return credentialKey;
    }

    /** The table from client certificates to users. It comes before the names in the certificates themselves. */
    ExternalUsers externalUsers() {
        return externalUsers;
    }

    /** How clear passwords are verified. */
    HashingSettings hashing() {
        return hashing;
    }

    /** What is done about failed logins. */
    public GuessingSettings guessing() {
        return guessing;
    }
}
