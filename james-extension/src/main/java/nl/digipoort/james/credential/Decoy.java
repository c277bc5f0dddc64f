// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.Username;

/**
 * A record of no user. It is opened when a user has no record that can be opened, so that both cases take the same work. Made again when
 * another key seals. Thread-safe.
 */
final class Decoy {
    private static final Username NOBODY = Username.of("nobody");
    private static final byte[] NO_FINGERPRINT = new byte[32];

    private final RecordSeal seal;
    private final String realm;
    private volatile SealedRecord record;

    Decoy(RecordSeal seal, String realm) {
        this.seal = seal;
        this.realm = realm;
        this.record = make();
    }

    SealedRecord record() {
        SealedRecord made = record;
        if (!made.keyId().equals(seal.keys().first().id())) {
            made = make();
            record = made;
        }
        return made;
    }

    private SealedRecord make() {
        PreDigests digests = PreDigests.compute(NOBODY, realm, "", List.of(), Optional.of(ScramKeys.ofNobody()));
        byte[] secret = PreDigestsFormat.write(digests);
        try {
            byte[] sealed = seal.keys().whileInForce(() -> seal.seal(secret, NOBODY, realm, NO_FINGERPRINT));
            return SealedRecord.of(NOBODY, realm, sealed, NO_FINGERPRINT, Instant.EPOCH);
        } finally {
            Arrays.fill(secret, (byte) 0);
            digests.erase();
        }
    }
}
