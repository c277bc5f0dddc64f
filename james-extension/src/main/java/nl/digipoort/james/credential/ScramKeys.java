// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import nl.digipoort.james.preparation.SaslPreparation;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * What SCRAM-SHA-256 verifies a user against (RFC 5802 section 3): salt, iteration count, StoredKey and ServerKey, of the password as RFC
 * 4013 prepares it. The password cannot be read from them, and they do not suffice to log in. The holder erases them.
 */
public final class ScramKeys {
    /** The bounds of the iteration count. The least is that of RFC 7677 section 4; more than the most would keep clients busy. */
    public static final int LEAST_ITERATIONS = 4096;

    public static final int MOST_ITERATIONS = 100_000;

    /** What that section works out for machines that are no telephones. */
    public static final int USUAL_ITERATIONS = 15_000;

    static final int SALT_OCTETS = 16;
    static final int KEY_OCTETS = 32;

    private final int iterations;
    private final byte[] salt;
    private final byte[] storedKey;
    private final byte[] serverKey;

    /**
     * Keys that another server has made.
     *
     * @throws IllegalArgumentException if a server here could not use them
     */
    public static ScramKeys of(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
        if (iterations < LEAST_ITERATIONS || iterations > MOST_ITERATIONS) {
            throw new IllegalArgumentException(iterations + " iterations, and from " + LEAST_ITERATIONS + " to "
                    + MOST_ITERATIONS + " are possible here");
        }
        if (salt.length != SALT_OCTETS || storedKey.length != KEY_OCTETS || serverKey.length != KEY_OCTETS) {
            throw new IllegalArgumentException("a salt of " + salt.length + " octets and keys of " + storedKey.length
                    + " and " + serverKey.length + ", and here they have 16, 32 and 32");
        }
        return new ScramKeys(iterations, salt.clone(), storedKey.clone(), serverKey.clone());
    }

    /** Takes the arrays as they are. */
    ScramKeys(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
        this.iterations = iterations;
        this.salt = salt;
        this.storedKey = storedKey;
        this.serverKey = serverKey;
    }

    /** Of a new salt and the usual count. Empty if the password cannot be prepared: no client can log in with it then. */
    public static Optional<ScramKeys> derive(String password, SecureRandom random) {
        byte[] salt = new byte[SALT_OCTETS];
        random.nextBytes(salt);
        return derive(password, salt, USUAL_ITERATIONS);
    }

    /** Empty as above. */
    static Optional<ScramKeys> derive(String password, byte[] salt, int iterations) {
        return SaslPreparation.prepare(password).map(prepared -> ofPrepared(prepared, salt, iterations));
    }

    /** Of a record of nobody. */
    static ScramKeys ofNobody() {
        return new ScramKeys(LEAST_ITERATIONS, new byte[SALT_OCTETS], new byte[KEY_OCTETS], new byte[KEY_OCTETS]);
    }

    private static ScramKeys ofPrepared(String password, byte[] salt, int iterations) {
        byte[] salted = salted(password, salt, iterations);
        HmacUtils hmac = new HmacUtils(HmacAlgorithms.HMAC_SHA_256, salted);
        byte[] clientKey = hmac.hmac("Client Key");
        try {
            return new ScramKeys(iterations, salt.clone(), DigestUtils.sha256(clientKey), hmac.hmac("Server Key"));
        } finally {
            Arrays.fill(clientKey, (byte) 0);
            Arrays.fill(salted, (byte) 0);
        }
    }

    private static byte[] salted(String password, byte[] salt, int iterations) {
        char[] characters = password.toCharArray();
        PBEKeySpec spec = new PBEKeySpec(characters, salt, iterations, KEY_OCTETS * Byte.SIZE);
        Arrays.fill(characters, '\0');
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no PBKDF2", e);
        } finally {
            spec.clearPassword();
        }
    }

    public int iterations() {
        return iterations;
    }

    /** 16 octets; a copy. */
    public byte[] salt() {
        return salt.clone();
    }

    /** 32 octets; a copy. */
    public byte[] storedKey() {
        return storedKey.clone();
    }

    /** 32 octets; a copy. */
    public byte[] serverKey() {
        return serverKey.clone();
    }

    /** Puts salt, StoredKey and ServerKey there, without a copy on the way. */
    ByteBuffer put(ByteBuffer target) {
        return target.put(salt).put(storedKey).put(serverKey);
    }

    public void erase() {
        Arrays.fill(storedKey, (byte) 0);
        Arrays.fill(serverKey, (byte) 0);
    }

    ScramKeys copy() {
        return new ScramKeys(iterations, salt(), storedKey(), serverKey());
    }
}
