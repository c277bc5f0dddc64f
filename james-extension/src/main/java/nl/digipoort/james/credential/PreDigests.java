// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import nl.digipoort.james.preparation.SaslPreparation;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.james.core.Username;

/**
 * The pre-digests MD5(username ":" realm ":" password) of RFC 2831 section 2.1.2.1 for one user. A client hashes the name as it sends it,
 * so they exist under the full user name, under the local part if the realm supplies the domain, and under the spellings that the user has
 * logged in with. A name has several digests, because clients encode non-ASCII text differently and some prepare the password (RFC 4013).
 * Beside them are the user's {@link ScramKeys}, unless the record is older than SCRAM. Password-equivalent: the holder erases it.
 */
final class PreDigests {
    static final int OCTETS = 16;

    /** The most digests of a name: name and password in UTF-8 or ISO-8859-1, and the password as James holds it or prepared. */
    static final int MOST_PER_NAME = 8;

    /** More spellings than a user has clients; the oldest ones are dropped. */
    static final int MOST_LEARNED = 4;

    /** Which forms of the password were digested. */
    enum Forms {
        /** Only the form that James holds: the record is older than the preparation of passwords. */
        AS_HELD,
        /** The form that James holds, and its form prepared by RFC 4013. */
        PREPARED_TOO
    }

    private static final byte[] COLON = {':'};

    private final Forms forms;
    private final List<byte[]> underFullName;
    private final List<byte[]> underLocalPart;
    private final Map<String, List<byte[]>> underLearned;
    private final Optional<ScramKeys> scram;

    /** Takes the groups in the order in which they are written; the learned names from the oldest on. */
    PreDigests(
            Forms forms,
            List<byte[]> underFullName,
            List<byte[]> underLocalPart,
            Map<String, List<byte[]>> underLearned,
            Optional<ScramKeys> scram) {
        this.forms = forms;
        this.underFullName = underFullName;
        this.underLocalPart = underLocalPart;
        this.underLearned = underLearned;
        this.scram = scram;
    }

    /** The spellings, without a secret of a kind that may not be kept. The holder of these erases those, too. */
    PreDigests only(boolean digestsToo, boolean scramToo) {
        Map<String, List<byte[]>> named = new LinkedHashMap<>();
        underLearned.forEach((name, group) -> named.put(name, digestsToo ? group : List.of()));
        return new PreDigests(
                forms,
                digestsToo ? underFullName : List.of(),
                digestsToo ? underLocalPart : List.of(),
                named,
                scram.filter(keys -> scramToo));
    }

    /** @param seen spellings of the user's name, from the oldest on; the last ones are kept */
    static PreDigests compute(
            Username user, String realm, String password, Collection<String> seen, Optional<ScramKeys> scram) {
        List<byte[]> passwords = OctetSpellings.of(forms(password));
        try {
            List<byte[]> full = digests(user.asString(), realm, passwords);
            List<byte[]> local =
                    mayOmitDomain(user, realm) ? digests(user.getLocalPart(), realm, passwords) : new ArrayList<>();
            Map<String, List<byte[]>> learned = new LinkedHashMap<>();
            for (String name : newest(seen, user)) {
                learned.put(name, digests(name, realm, passwords));
            }
            return new PreDigests(Forms.PREPARED_TOO, full, local, learned, scram);
        } finally {
            erase(passwords);
        }
    }

    private static String[] forms(String password) {
        List<String> forms = SaslPreparation.forms(password);
        return forms.isEmpty() ? new String[] {password} : forms.toArray(new String[0]);
    }

    private static List<String> newest(Collection<String> seen, Username user) {
        List<String> names = seen.stream()
                .filter(name -> !name.equals(user.asString()) && !name.equals(user.getLocalPart()))
                .distinct()
                .collect(Collectors.toList());
        return names.subList(Math.max(0, names.size() - MOST_LEARNED), names.size());
    }

    private static boolean mayOmitDomain(Username user, String realm) {
        return user.getDomainPart()
                .map(domain -> domain.asString().equalsIgnoreCase(realm))
                .orElse(false);
    }

    private static List<byte[]> digests(String name, String realm, List<byte[]> passwords) {
        List<byte[]> digests = new ArrayList<>();
        // H(A1) of RFC 2831
        MessageDigest md5 = DigestUtils.getMd5Digest();
        for (byte[] nameOctets : OctetSpellings.of(name)) {
            for (byte[] password : passwords) {
                md5.update(nameOctets);
                md5.update(COLON);
                md5.update(realm.getBytes(StandardCharsets.US_ASCII));
                md5.update(COLON);
                digests.add(md5.digest(password));
            }
        }
        return digests;
    }

    /** The digests under a user name exactly as a client sent it; none if there are none under that name. */
    List<byte[]> under(String nameAsSent, Username user) {
        return group(nameAsSent, user).stream().map(byte[]::clone).collect(Collectors.toUnmodifiableList());
    }

    /** Whether a client that sends this name finds all digests that are possible. */
    boolean covers(String nameAsSent, Username user) {
        return forms == Forms.PREPARED_TOO && !group(nameAsSent, user).isEmpty();
    }

    /** Whether there are digests under some name; not if they may not be kept. */
    boolean hasDigests() {
        return !underFullName.isEmpty()
                || !underLocalPart.isEmpty()
                || underLearned.values().stream().anyMatch(group -> !group.isEmpty());
    }

    private List<byte[]> group(String nameAsSent, Username user) {
        if (nameAsSent.equals(user.asString())) {
            return underFullName;
        }
        return nameAsSent.equals(user.getLocalPart())
                ? underLocalPart
                : underLearned.getOrDefault(nameAsSent, List.of());
    }

    /** The learned spellings, from the oldest on. */
    List<String> learnedNames() {
        return List.copyOf(underLearned.keySet());
    }

    List<byte[]> underFullName() {
        return underFullName;
    }

    List<byte[]> underLocalPart() {
        return underLocalPart;
    }

    List<byte[]> underLearned(String name) {
        return underLearned.get(name);
    }

    Optional<ScramKeys> scram() {
        return scram;
    }

    void erase() {
        scram.ifPresent(ScramKeys::erase);
        erase(underFullName);
        erase(underLocalPart);
        underLearned.values().forEach(PreDigests::erase);
    }

    private static void erase(List<byte[]> secrets) {
        secrets.forEach(secret -> Arrays.fill(secret, (byte) 0));
    }
}
