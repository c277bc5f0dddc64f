// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.time.Instant;
import java.util.Optional;

/** The state of a user's credential record, without the record. Immutable. */
public final class CredentialState {
    /** Whether DIGEST-MD5 and SCRAM-SHA-256 can verify against the record, or why not. */
    public enum Kind {
        /** There is no record. */
        NONE("there is no record"),
        USABLE("the record is usable"),
        /** James holds another password than the record was made of, or no longer has the user. */
        PASSWORD_CHANGED("the record is void, James holds another password"),
        OTHER_REALM("the record is void, it was made for another realm"),
        /** It is sealed under a key that the server does not have. */
        UNKNOWN_KEY("the record is sealed under a key that this server does not have"),
        /** Its octets are not those that were sealed, or its format is unknown. */
        BROKEN("the record is broken");

        private final String meaning;

        Kind(String meaning) {
            this.meaning = meaning;
        }

        String meaning() {
            return meaning;
        }
    }

    private final Kind kind;
    private final Optional<Instant> createdAt;
    private final Optional<String> realm;
    private final Optional<String> keyId;
    private final boolean scram;

    private CredentialState(
            Kind kind, Optional<Instant> createdAt, Optional<String> realm, Optional<String> keyId, boolean scram) {
        this.kind = kind;
        this.createdAt = createdAt;
        this.realm = realm;
        this.keyId = keyId;
        this.scram = scram;
    }

    /** @param hasScram whether what was unsealed has keys of SCRAM */
    static CredentialState of(Kind kind, Optional<SealedRecord> record, boolean hasScram) {
        return new CredentialState(
                kind,
                record.map(SealedRecord::createdAt),
                record.map(SealedRecord::realm),
                record.map(SealedRecord::keyId).filter(id -> !id.equals(SealHeader.NO_KEY)),
                kind == Kind.USABLE && hasScram);
    }

    public Kind kind() {
        return kind;
    }

    /** When the record was made; empty if there is none. */
    public Optional<Instant> createdAt() {
        return createdAt;
    }

    /** The realm that the record was made for; empty if there is none. */
    public Optional<String> realm() {
        return realm;
    }

    /** The id of the key that the record is sealed under; empty if there is no record, or it names no key. */
    public Optional<String> keyId() {
        return keyId;
    }

    /** Whether SCRAM-SHA-256 can verify against the record; not if it is older than SCRAM. */
    public boolean hasScram() {
        return scram;
    }

    @Override
    public String toString() {
        return kind.toString();
    }
}
