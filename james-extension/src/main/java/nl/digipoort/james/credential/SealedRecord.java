// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.time.Instant;
import java.util.Objects;
import org.apache.james.core.Username;

/** The stored form of one user's credential: opaque sealed octets, and the values that they are bound to. Immutable. */
public final class SealedRecord {
    private final Username user;
    private final String realm;
    private final byte[] sealed;
    private final byte[] fingerprint;
    private final Instant createdAt;

    private SealedRecord(Username user, String realm, byte[] sealed, byte[] fingerprint, Instant createdAt) {
        this.user = Objects.requireNonNull(user, "user");
        this.realm = Objects.requireNonNull(realm, "realm");
        this.sealed = sealed.clone();
        this.fingerprint = fingerprint.clone();
        this.createdAt = Objects.requireNonNull(createdAt, "createdAt");
    }

    /**
     * @param sealed the encrypted digests
     * @param fingerprint the fingerprint of James's password hash when the record was made, see {@link PasswordFingerprint}
     * @param createdAt stores keep it to the millisecond
     */
    public static SealedRecord of(Username user, String realm, byte[] sealed, byte[] fingerprint, Instant createdAt) {
        return new SealedRecord(user, realm, sealed, fingerprint, createdAt);
    }

    public Username user() {
        return user;
    }

    public String realm() {
        return realm;
    }

    /** The encrypted digests; a copy. */
    public byte[] sealed() {
        return sealed.clone();
    }

    /** The id of the key that it is sealed under; {@link SealHeader#NO_KEY} if it names none. */
    public String keyId() {
        return SealHeader.keyId(sealed);
    }

    /** The fingerprint of James's password hash when the record was made; a copy. */
    public byte[] fingerprint() {
        return fingerprint.clone();
    }

    public Instant createdAt() {
        return createdAt;
    }

    @Override
    public String toString() {
        return "SealedRecord of " + user.asString() + " in " + realm + " made at " + createdAt;
    }
}
