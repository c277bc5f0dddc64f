// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.security.SecureRandom;
import java.util.Base64;
import org.apache.james.core.Username;
import org.apache.james.user.lib.model.Algorithm;

/** A password as James stores it: the name of the algorithm, and the hash, with the user's name as its salt. Immutable. */
public final class PasswordHash {
    /** What {@code conf/usersrepository.xml} has. */
    private static final String PBKDF2 = "PBKDF2-SHA512-210000-512";
    /** In no form of a hash, so that no password has it. */
    private static final String UNUSABLE = "!";

    private static final int UNUSABLE_OCTETS = 32;

    private final String algorithm;
    private final String hash;

    private PasswordHash(String algorithm, String hash) {
        this.algorithm = algorithm;
        this.hash = hash;
    }

    public static PasswordHash of(String algorithm, String hash) {
        return new PasswordHash(algorithm, hash);
    }

    /** As James hashes a new password. Takes a tenth of a second. */
    public static PasswordHash derive(Username user, String password) {
        return of(PBKDF2, Algorithm.of(PBKDF2).digest(password, user.asString()));
    }

    /** That of no password, unlike all others: for an account that has only a record. */
    public static PasswordHash unusable(SecureRandom random) {
        byte[] octets = new byte[UNUSABLE_OCTETS];
        random.nextBytes(octets);
        return of(PBKDF2, UNUSABLE + Base64.getEncoder().encodeToString(octets));
    }

    /** Whether there may be a password with it. */
    public boolean isUsable() {
        return !hash.startsWith(UNUSABLE);
    }

    public String algorithm() {
        return algorithm;
    }

    public String hash() {
        return hash;
    }

    /** Whether every James reads it. The older hashes have one form in JPA's tables and another one elsewhere. */
    public boolean isPortable() {
        return Algorithm.of(algorithm).isPBKDF2();
    }

    @Override
    public String toString() {
        return algorithm;
    }
}
