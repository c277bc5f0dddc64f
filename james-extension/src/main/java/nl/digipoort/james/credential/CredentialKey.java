package nl.digipoort.james.credential;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The AES-256 key that seals credential records. It is kept outside the database, so that a copy of the database alone gives
 * no password-equivalent away (RFC 2831 section 3.9). Immutable.
 */
public final class CredentialKey {
    static final int OCTETS = 32;

    private static final int ID_OCTETS = 4;

    private final SecretKey key;
    private final String id;

    private CredentialKey(SecretKey key, String id) {
        this.key = key;
        this.id = id;
    }

    /**
     * @param octets the key, 32 octets; copied
     * @throws IllegalArgumentException if it has another length
     */
    public static CredentialKey of(byte[] octets) {
        if (octets.length != OCTETS) {
            throw new IllegalArgumentException("a credential key has " + OCTETS + " octets, not " + octets.length);
        }
        byte[] digest = Digests.sha256().digest(octets);
        String id = Hex.of(Arrays.copyOf(digest, ID_OCTETS));
        return new CredentialKey(new SecretKeySpec(octets, "AES"), id);
    }

    /** Reads the base64 form, with or without one final line end. */
    static CredentialKey parse(byte[] base64) {
        byte[] line = withoutLineEnd(base64);
        byte[] octets = new byte[0];
        try {
            octets = Base64.getDecoder().decode(line);
            return of(octets);
        } finally {
            Arrays.fill(line, (byte) 0);
            Arrays.fill(octets, (byte) 0);
        }
    }

    private static byte[] withoutLineEnd(byte[] text) {
        int end = text.length;
        if (end > 0 && text[end - 1] == '\n') {
            end--;
            if (end > 0 && text[end - 1] == '\r') {
                end--;
            }
        }
        return Arrays.copyOf(text, end);
    }

    /** Names the key without giving it away: the first eight hexadecimal digits of its SHA-256. */
    public String id() {
        return id;
    }

    byte[] idOctets() {
        return id.getBytes(StandardCharsets.US_ASCII);
    }

    SecretKey secretKey() {
        return key;
    }

    @Override
    public String toString() {
        return "CredentialKey " + id;
    }
}
