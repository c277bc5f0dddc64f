// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import org.apache.james.core.Username;

/**
 * Seals and opens records with AES-256-GCM. Format, key id, user, realm and password fingerprint are authenticated with the secret. So no
 * record can be moved to another user, and no old record can be used with a new password. Not final, so that a test can count how often it
 * opens one. Thread-safe.
 *
 * <p>Format: {@link SealHeader} (9 octets), nonce (12), ciphertext with its tag (16).
 */
public class RecordSeal {
    private static final int NONCE_OCTETS = 12;
    private static final int TAG_OCTETS = 16;
    private static final int NONCE_END = SealHeader.OCTETS + NONCE_OCTETS;

    private final CredentialKeys keys;
    private final SecureRandom random;

    /** Seals and opens under the keys that are in force at each call. */
    public RecordSeal(CredentialKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    CredentialKeys keys() {
        return keys;
    }

    /** Seals under the first key. Call it within {@link CredentialKeys#whileInForce}, together with the write of the result to the store. */
    byte[] seal(byte[] secret, Username user, String realm, byte[] fingerprint) {
        CredentialKey key = keys.first();
        byte[] nonce = random(NONCE_OCTETS);
        byte[] ciphertext;
        try {
            ciphertext = cipher(Cipher.ENCRYPT_MODE, key, nonce, boundTo(key, user, realm, fingerprint))
                    .doFinal(secret);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform cannot seal with AES-GCM", e);
        }
        return ByteBuffer.allocate(NONCE_END + ciphertext.length)
                .put(SealHeader.of(key.id()))
                .put(nonce)
                .put(ciphertext)
                .array();
    }

    /** Random octets. */
    byte[] random(int octets) {
        byte[] drawn = new byte[octets];
        random.nextBytes(drawn);
        return drawn;
    }

    /** 32 octets that depend on the label and the last key only, so that a new first key changes nothing. They show nothing of the key. */
    byte[] derive(String label) {
        return keys.whileInForce(() -> hmac(keys.last(), label));
    }

    private static byte[] hmac(CredentialKey key, String label) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key.secretKey());
            return mac.doFinal(label.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no HMAC", e);
        }
    }

    /** Whether there is a key to open the record. */
    boolean hasKeyOf(SealedRecord record) {
        return keys.find(record.keyId()).isPresent();
    }

    /** The secret; the caller owns the array and erases it. */
    byte[] open(SealedRecord record) throws BrokenSealException {
        byte[] sealed = record.sealed();
        if (sealed.length < NONCE_END + TAG_OCTETS || SealHeader.keyId(sealed).equals(SealHeader.NO_KEY)) {
            throw new BrokenSealException("not a sealed record of version " + SealHeader.VERSION);
        }
        CredentialKey key = keys.find(record.keyId())
                .orElseThrow(() -> new BrokenSealException(
                        "sealed under key " + record.keyId() + ", which is not among the credential keys"));
        byte[] nonce = Arrays.copyOfRange(sealed, SealHeader.OCTETS, NONCE_END);
        try {
            return cipher(
                            Cipher.DECRYPT_MODE,
                            key,
                            nonce,
                            boundTo(key, record.user(), record.realm(), record.fingerprint()))
                    .doFinal(sealed, NONCE_END, sealed.length - NONCE_END);
        } catch (GeneralSecurityException e) {
            throw new BrokenSealException("not what was sealed for this user, realm and password", e);
        } catch (IllegalStateException e) {
            throw new BrokenSealException("sealed under key " + key.id() + ", which was taken away meanwhile", e);
        }
    }

    private static Cipher cipher(int mode, CredentialKey key, byte[] nonce, byte[] bound)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.secretKey(), new GCMParameterSpec(TAG_OCTETS * Byte.SIZE, nonce));
        cipher.updateAAD(bound);
        return cipher;
    }

    private static byte[] boundTo(CredentialKey key, Username user, String realm, byte[] fingerprint) {
        byte[] name = user.asString().getBytes(StandardCharsets.UTF_8);
        byte[] realmOctets = realm.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(
                        SealHeader.OCTETS + 2 * Integer.BYTES + name.length + realmOctets.length + fingerprint.length)
                .put(SealHeader.of(key.id()))
                .putInt(name.length)
                .put(name)
                .putInt(realmOctets.length)
                .put(realmOctets)
                .put(fingerprint)
                .array();
    }
}
