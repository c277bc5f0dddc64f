// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.digipoort.james.credential.ScramKeys;
import org.apache.commons.codec.DecoderException;
import org.apache.commons.codec.binary.Hex;

/**
 * A password as Dovecot writes it: {@code {SCHEME}value}, where the scheme may end in {@code .b64}, {@code .base64} or {@code .hex}. Clear
 * ones, {@code DIGEST-MD5} (H(A1)) and {@code SCRAM-SHA-256} are of use here. Stateless.
 */
final class PasswordScheme {
    private static final Pattern PREFIX = Pattern.compile("\\{([A-Za-z0-9-]+)(?:\\.([A-Za-z0-9]+))?}");
    private static final Set<String> CLEAR = Set.of("PLAIN", "CLEAR", "CLEARTEXT");
    /** Whose name is told; what looks like another one may be a password. */
    private static final Set<String> OF_NO_USE = Set.of(
            "CRYPT",
            "DES-CRYPT",
            "MD5-CRYPT",
            "SHA256-CRYPT",
            "SHA512-CRYPT",
            "BLF-CRYPT",
            "ARGON2I",
            "ARGON2ID",
            "PBKDF2",
            "MD5",
            "PLAIN-MD4",
            "PLAIN-MD5",
            "LDAP-MD5",
            "SMD5",
            "SHA",
            "SHA1",
            "SHA256",
            "SHA512",
            "SSHA",
            "SSHA256",
            "SSHA512",
            "CRAM-MD5",
            "HMAC-MD5",
            "OTP",
            "PLAIN-TRUNC",
            "SCRAM-SHA-1",
            "SCRAM-SHA-256");

    private static final Set<String> BASE64 = Set.of("B64", "BASE64");
    private static final int DIGEST_OCTETS = 16;

    private PasswordScheme() {}

    /**
     * Parses a password.
     *
     * @param usual the scheme of a value that names none
     * @throws IllegalArgumentException saying what is wrong with it; the text has no secret
     */
    static ForeignCredential parse(CharSequence text, String usual) {
        Matcher prefix = PREFIX.matcher(text);
        if (!prefix.lookingAt()) {
            return parse(usual.toUpperCase(Locale.ROOT), "", text);
        }
        String encoding = prefix.group(2) == null ? "" : prefix.group(2).toUpperCase(Locale.ROOT);
        return parse(prefix.group(1).toUpperCase(Locale.ROOT), encoding, text.subSequence(prefix.end(), text.length()));
    }

    private static ForeignCredential parse(String scheme, String encoding, CharSequence value) {
        if (!encoding.isEmpty() && !encoding.equals("HEX") && !BASE64.contains(encoding)) {
            throw new IllegalArgumentException("an encoding of a password that is none of Dovecot's");
        }
        try {
            if (CLEAR.contains(scheme)) {
                return clear(value, encoding);
            }
            if (scheme.equals("DIGEST-MD5")) {
                return digest(value, encoding);
            }
            return scheme.equals("SCRAM-SHA-256") && encoding.isEmpty()
                    ? scram(value)
                    : ForeignCredential.unusable(
                            OF_NO_USE.contains(scheme) ? scheme : "?", "no login can be verified by it here");
        } catch (DecoderException e) {
            // without the cause, which quotes a character
            throw new IllegalArgumentException("what is behind {" + scheme + "} is not in hexadecimal");
        }
    }

    private static ForeignCredential clear(CharSequence value, String encoding) throws DecoderException {
        char[] password = encoding.isEmpty() ? Secrets.copy(value) : Secrets.decode(octets(value, encoding));
        if (password.length == 0) {
            return ForeignCredential.unusable("PLAIN", "it is empty");
        }
        return ForeignCredential.clear(password);
    }

    /** Dovecot tells the two encodings apart by the length, too. */
    private static ForeignCredential digest(CharSequence value, String encoding) throws DecoderException {
        boolean isHex = encoding.equals("HEX") || (encoding.isEmpty() && value.length() == 2 * DIGEST_OCTETS);
        byte[] digest = octets(value, isHex ? "HEX" : "B64");
        if (digest.length != DIGEST_OCTETS) {
            throw new IllegalArgumentException("what is behind {DIGEST-MD5} has not 16 octets");
        }
        return ForeignCredential.digestMd5(digest);
    }

    private static byte[] octets(CharSequence value, String encoding) throws DecoderException {
        if (encoding.equals("HEX")) {
            char[] digits = Secrets.copy(value);
            try {
                return Hex.decodeHex(digits);
            } finally {
                Arrays.fill(digits, '\0');
            }
        }
        return base64(value);
    }

    private static byte[] base64(CharSequence value) {
        byte[] octets = new byte[value.length()];
        for (int i = 0; i < octets.length; i++) {
            // what is not ASCII is not in base64 either
            octets[i] = (byte) Math.min(value.charAt(i), '~');
        }
        try {
            return Base64.getDecoder().decode(octets);
        } catch (IllegalArgumentException e) {
            // without the cause, which quotes a character
            throw new IllegalArgumentException("a value that is not in base64");
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /** Iteration count, salt, StoredKey and ServerKey. */
    private static ForeignCredential scram(CharSequence value) {
        String[] parts = value.toString().split(",", -1);
        if (parts.length != 4 || !parts[0].matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("what is behind {SCRAM-SHA-256} is not COUNT,SALT,STOREDKEY,SERVERKEY");
        }
        byte[] salt = base64(parts[1]);
        byte[] storedKey = base64(parts[2]);
        byte[] serverKey = base64(parts[3]);
        try {
            return ForeignCredential.scramSha256(ScramKeys.of(Integer.parseInt(parts[0]), salt, storedKey, serverKey));
        } catch (IllegalArgumentException e) {
            return ForeignCredential.unusable("SCRAM-SHA-256", "it has " + e.getMessage());
        } finally {
            Arrays.fill(storedKey, (byte) 0);
            Arrays.fill(serverKey, (byte) 0);
        }
    }
}
