// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.util.Arrays;
import java.util.Optional;
import nl.digipoort.james.credential.ScramKeys;

/** What another server verifies a login against: a clear password, H(A1), the keys of SCRAM, or what is of no use here. Not thread-safe. */
final class ForeignCredential {
    private final String scheme;
    private final Use use;
    private final String obstacle;
    private final Optional<char[]> password;
    private final Optional<byte[]> digest;
    private final Optional<ScramKeys> scram;

    /** What can be made of it. */
    enum Use {
        /** A login. */
        LOGIN,
        /** An account that needs another password. */
        NEW_PASSWORD,
        /** No account: it would be allowed more than it is. */
        NONE
    }

    private ForeignCredential(
            String scheme, Optional<char[]> password, Optional<byte[]> digest, Optional<ScramKeys> scram) {
        this.scheme = scheme;
        this.use = Use.LOGIN;
        this.obstacle = "";
        this.password = password;
        this.digest = digest;
        this.scram = scram;
    }

    private ForeignCredential(String scheme, Use use, String obstacle) {
        this.scheme = scheme;
        this.use = use;
        this.obstacle = obstacle;
        this.password = Optional.empty();
        this.digest = Optional.empty();
        this.scram = Optional.empty();
    }

    /** @param password taken as it is, and erased by {@link #erase} */
    static ForeignCredential clear(char[] password) {
        return new ForeignCredential("PLAIN", Optional.of(password), Optional.empty(), Optional.empty());
    }

    /** @param digest H(A1) of RFC 2831, taken as it is */
    static ForeignCredential digestMd5(byte[] digest) {
        return new ForeignCredential("DIGEST-MD5", Optional.empty(), Optional.of(digest), Optional.empty());
    }

    static ForeignCredential scramSha256(ScramKeys keys) {
        return new ForeignCredential("SCRAM-SHA-256", Optional.empty(), Optional.empty(), Optional.of(keys));
    }

    /** @param why no login here can be verified against it */
    static ForeignCredential unusable(String scheme, String why) {
        return new ForeignCredential(scheme, Use.NEW_PASSWORD, "its password is {" + scheme + "}, and " + why);
    }

    /** @param fields that restrict the logins of the account in a way that there is not here */
    static ForeignCredential restricted(String fields) {
        return new ForeignCredential(
                "", Use.NONE, "its logins depend on " + fields + ", which there is not here: decide, and remove that");
    }

    Use use() {
        return use;
    }

    /** Why there is no login with it; empty if there is. */
    String obstacle() {
        return obstacle;
    }

    /** A copy. */
    Optional<char[]> password() {
        return password.map(char[]::clone);
    }

    /** A copy. */
    Optional<byte[]> digest() {
        return digest.map(byte[]::clone);
    }

    Optional<ScramKeys> scram() {
        return scram;
    }

    void erase() {
        password.ifPresent(secret -> Arrays.fill(secret, '\0'));
        digest.ifPresent(secret -> Arrays.fill(secret, (byte) 0));
        scram.ifPresent(ScramKeys::erase);
    }

    /** As Dovecot calls it. */
    @Override
    public String toString() {
        return scheme;
    }
}
