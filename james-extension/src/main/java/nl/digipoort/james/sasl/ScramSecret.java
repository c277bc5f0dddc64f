// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.Arrays;
import java.util.Optional;

/**
 * What SCRAM verifies a client against (RFC 5802 section 3): salt, iteration count, StoredKey and ServerKey, and the account that they are
 * of. A decoy has no account, and nobody can prove to know it. The receiver erases it.
 */
public final class ScramSecret {
    /** The least that RFC 7677 section 4 allows for SHA-256. */
    public static final int MIN_ITERATIONS = 4096;

    private final Optional<String> account;
    private final byte[] salt;
    private final int iterations;
    private final byte[] storedKey;
    private final byte[] serverKey;

    private ScramSecret(Optional<String> account, byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
        if (salt.length == 0 || iterations < MIN_ITERATIONS) {
            throw new IllegalArgumentException("no salt, or less than " + MIN_ITERATIONS + " iterations");
        }
        this.account = account;
        this.salt = salt.clone();
        this.iterations = iterations;
        this.storedKey = storedKey;
        this.serverKey = serverKey;
    }

    /**
     * @param account the canonical account name
     * @param storedKey as long as the output of the hash, as is the ServerKey; both are taken, not copied, and erased with this
     * @throws IllegalArgumentException if a value is not possible
     */
    public static ScramSecret of(String account, byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
        if (account.isEmpty() || storedKey.length == 0 || storedKey.length != serverKey.length) {
            throw new IllegalArgumentException("the account is empty, or the keys differ in length");
        }
        return new ScramSecret(Optional.of(account), salt, iterations, storedKey, serverKey);
    }

    /** For a name without an account or record: the salt must be the same each time that the name is asked for. */
    public static ScramSecret decoy(byte[] salt, int iterations) {
        return new ScramSecret(
                Optional.empty(),
                salt,
                iterations,
                new byte[ScramHash.SHA_256.octets()],
                new byte[ScramHash.SHA_256.octets()]);
    }

    /** Empty if this is a decoy. */
    public Optional<String> account() {
        return account;
    }

    /** A copy. */
    public byte[] salt() {
        return salt.clone();
    }

    public int iterations() {
        return iterations;
    }

    /** The key itself, not a copy. */
    byte[] storedKey() {
        return storedKey;
    }

    /** The key itself, not a copy. */
    byte[] serverKey() {
        return serverKey;
    }

    /** Overwrites the keys, once the exchange is over. */
    public void erase() {
        Arrays.fill(storedKey, (byte) 0);
        Arrays.fill(serverKey, (byte) 0);
    }

    /** Names the account only: the keys are secret. */
    @Override
    public String toString() {
        return "ScramSecret[" + account.orElse("decoy") + "]";
    }
}
