package nl.digipoort.james.credential;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.apache.james.core.Username;

/**
 * Seals and opens records with AES-256-GCM. What is authenticated beside the secret is all that gives it its meaning: format,
 * key id, user, realm and password fingerprint, so no record can be moved to another user, nor an old one be revived beside a
 * new password. Thread-safe.
 *
 * <p>Format: version (1 octet, 1), key id (8 ASCII hexadecimal digits), nonce (12), ciphertext with its tag (16).
 */
public final class RecordSeal {
    private static final byte VERSION = 1;
    private static final int KEY_ID_OCTETS = 8;
    private static final int NONCE_OCTETS = 12;
    private static final int TAG_OCTETS = 16;
    private static final int HEADER_OCTETS = 1 + KEY_ID_OCTETS + NONCE_OCTETS;

    private final CredentialKey key;
    private final SecureRandom random;

    public RecordSeal(CredentialKey key, SecureRandom random) {
        this.key = key;
        this.random = random;
    }

    String keyId() {
        return key.id();
    }

    byte[] seal(byte[] secret, Username user, String realm, byte[] fingerprint) {
        byte[] nonce = new byte[NONCE_OCTETS];
        random.nextBytes(nonce);
        byte[] ciphertext;
        try {
            ciphertext = cipher(Cipher.ENCRYPT_MODE, nonce, boundTo(user, realm, fingerprint))
                    .doFinal(secret);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform cannot seal with AES-GCM", e);
        }
        return ByteBuffer.allocate(HEADER_OCTETS + ciphertext.length)
                .put(VERSION)
                .put(key.idOctets())
                .put(nonce)
                .put(ciphertext)
                .array();
    }

    /** The secret, the caller's own array to erase. */
    byte[] open(SealedRecord record) throws BrokenSealException {
        byte[] sealed = record.sealed();
        if (sealed.length < HEADER_OCTETS + TAG_OCTETS || sealed[0] != VERSION) {
            throw new BrokenSealException("not a sealed record of version " + VERSION);
        }
        String sealedUnder = keyIdOf(sealed);
        if (!sealedUnder.equals(key.id())) {
            throw new BrokenSealException("sealed under key " + sealedUnder + ", not under key " + key.id());
        }
        byte[] nonce = Arrays.copyOfRange(sealed, 1 + KEY_ID_OCTETS, HEADER_OCTETS);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, boundTo(record.user(), record.realm(), record.fingerprint()))
                    .doFinal(sealed, HEADER_OCTETS, sealed.length - HEADER_OCTETS);
        } catch (GeneralSecurityException e) {
            throw new BrokenSealException("not what was sealed for this user, realm and password", e);
        }
    }

    /** Whether the record names this key as its own. */
    boolean isUnderThisKey(SealedRecord record) {
        byte[] sealed = record.sealed();
        return sealed.length > HEADER_OCTETS && keyIdOf(sealed).equals(key.id());
    }

    private static String keyIdOf(byte[] sealed) {
        return new String(sealed, 1, KEY_ID_OCTETS, StandardCharsets.ISO_8859_1);
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] bound) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.secretKey(), new GCMParameterSpec(TAG_OCTETS * Byte.SIZE, nonce));
        cipher.updateAAD(bound);
        return cipher;
    }

    private byte[] boundTo(Username user, String realm, byte[] fingerprint) {
        byte[] name = user.asString().getBytes(StandardCharsets.UTF_8);
        byte[] realmOctets = realm.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(
                        1 + KEY_ID_OCTETS + 2 * Integer.BYTES + name.length + realmOctets.length + fingerprint.length)
                .put(VERSION)
                .put(key.idOctets())
                .putInt(name.length)
                .put(name)
                .putInt(realmOctets.length)
                .put(realmOctets)
                .put(fingerprint)
                .array();
    }
}
