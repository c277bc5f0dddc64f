package nl.digipoort.james.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.james.core.Username;

/**
 * The pre-digests MD5(username ":" realm ":" password) of RFC 2831 section 2.1.2.1 for one user: under the full user name,
 * and under the local part alone where the realm supplies the domain. Several digests a name, because clients spell what is
 * not ASCII in different octets. Password-equivalent: the holder erases it.
 *
 * <p>Written as two groups, full name then local part: one octet of count, then 16 octets a digest.
 */
final class PreDigests {
    static final int OCTETS = 16;

    private static final byte[] COLON = {':'};

    private final List<byte[]> underFullName;
    private final List<byte[]> underLocalPart;

    private PreDigests(List<byte[]> underFullName, List<byte[]> underLocalPart) {
        this.underFullName = underFullName;
        this.underLocalPart = underLocalPart;
    }

    static PreDigests compute(Username user, String realm, String password) {
        List<byte[]> passwords = OctetSpellings.of(password);
        try {
            List<byte[]> local =
                    mayOmitDomain(user, realm) ? digests(user.getLocalPart(), realm, passwords) : new ArrayList<>();
            return new PreDigests(digests(user.asString(), realm, passwords), local);
        } finally {
            erase(passwords);
        }
    }

    private static boolean mayOmitDomain(Username user, String realm) {
        return user.getDomainPart()
                .map(domain -> domain.asString().equalsIgnoreCase(realm))
                .orElse(false);
    }

    private static List<byte[]> digests(String name, String realm, List<byte[]> passwords) {
        List<byte[]> digests = new ArrayList<>();
        MessageDigest md5 = Digests.md5();
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

    /** The digests under a user name exactly as a client sent it; none if no digest was made under that name. */
    List<byte[]> under(String nameAsSent, Username user) {
        if (nameAsSent.equals(user.asString())) {
            return copies(underFullName);
        }
        return nameAsSent.equals(user.getLocalPart()) ? copies(underLocalPart) : List.of();
    }

    private static List<byte[]> copies(List<byte[]> digests) {
        return digests.stream().map(byte[]::clone).collect(Collectors.toUnmodifiableList());
    }

    byte[] write() {
        byte[] written = new byte[2 + (underFullName.size() + underLocalPart.size()) * OCTETS];
        int next = write(underFullName, written, 0);
        write(underLocalPart, written, next);
        return written;
    }

    private static int write(List<byte[]> digests, byte[] target, int start) {
        target[start] = (byte) digests.size();
        int next = start + 1;
        for (byte[] digest : digests) {
            System.arraycopy(digest, 0, target, next, OCTETS);
            next += OCTETS;
        }
        return next;
    }

    /** @throws IllegalArgumentException if the octets are not what {@link #write()} gives */
    static PreDigests parse(byte[] written) {
        List<byte[]> full = group(written, 0);
        int second = 1 + full.size() * OCTETS;
        List<byte[]> local = group(written, second);
        if (second + 1 + local.size() * OCTETS != written.length) {
            throw new IllegalArgumentException("octets behind the digests");
        }
        return new PreDigests(full, local);
    }

    private static List<byte[]> group(byte[] written, int start) {
        if (start >= written.length || start + 1 + written[start] * OCTETS > written.length) {
            throw new IllegalArgumentException("fewer digests than announced");
        }
        List<byte[]> digests = new ArrayList<>();
        for (int i = 0; i < written[start]; i++) {
            int from = start + 1 + i * OCTETS;
            digests.add(Arrays.copyOfRange(written, from, from + OCTETS));
        }
        return digests;
    }

    void erase() {
        erase(underFullName);
        erase(underLocalPart);
    }

    private static void erase(List<byte[]> secrets) {
        secrets.forEach(secret -> Arrays.fill(secret, (byte) 0));
    }
}
