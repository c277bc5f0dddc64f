// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import nl.digipoort.james.credential.CredentialState.Kind;
import org.apache.james.core.Username;

/**
 * Opens a user's record and determines its state. The work is the same if there is no record, if it is void, or if there is no such user:
 * two look-ups, one record unsealed, one parsed. Thread-safe.
 */
final class RecordReader {
    private final RecordStore store;
    private final PasswordFingerprints fingerprints;
    private final RecordSeal seal;
    private final String realm;
    private final Decoy decoy;

    RecordReader(RecordStore store, PasswordFingerprints fingerprints, RecordSeal seal, String realm) {
        this.store = store;
        this.fingerprints = fingerprints;
        this.seal = seal;
        this.realm = realm;
        this.decoy = new Decoy(seal, realm);
    }

    UnsealedRecord open(Username user) {
        return open(user, store.find(user));
    }

    /** @param record the user's, as it was found */
    UnsealedRecord open(Username user, Optional<SealedRecord> record) {
        Optional<byte[]> current = fingerprints.find(user);
        Optional<SealedRecord> withKey = record.filter(seal::hasKeyOf);
        Optional<PreDigests> digests = unseal(withKey.orElseGet(decoy::record));
        Kind kind = record.map(found -> judge(found, current, withKey.isPresent(), digests.isPresent()))
                .orElse(Kind.NONE);
        return new UnsealedRecord(
                CredentialState.of(
                        kind, record, digests.flatMap(PreDigests::scram).isPresent()),
                current.isPresent(),
                digests);
    }

    private Kind judge(SealedRecord record, Optional<byte[]> current, boolean hasKey, boolean opened) {
        if (!record.realm().equals(realm)) {
            return Kind.OTHER_REALM;
        }
        if (!isFingerprintOf(record, current)) {
            return Kind.PASSWORD_CHANGED;
        }
        if (!hasKey) {
            return record.keyId().equals(SealHeader.NO_KEY) ? Kind.BROKEN : Kind.UNKNOWN_KEY;
        }
        return opened ? Kind.USABLE : Kind.BROKEN;
    }

    private static boolean isFingerprintOf(SealedRecord record, Optional<byte[]> current) {
        return current.isPresent() && MessageDigest.isEqual(record.fingerprint(), current.get());
    }

    private Optional<PreDigests> unseal(SealedRecord record) {
        byte[] secret = new byte[0];
        try {
            secret = seal.open(record);
            return Optional.of(PreDigestsFormat.parse(secret));
        } catch (BrokenSealException | IllegalArgumentException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
