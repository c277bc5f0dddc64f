// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.InputStream;
import java.util.Optional;
import nl.digipoort.james.mail.MessageIdScan;
import nl.digipoort.james.mail.ObservedStream;

/** A message stream that finds the Message-ID while it is read, and computes the hash if that is wanted. Not thread-safe. */
final class ObservedMessage extends ObservedStream {
    private final MessageIdScan scan = new MessageIdScan();
    private final Optional<Hasher> hasher;

    ObservedMessage(InputStream message, boolean hashing) {
        super(message);
        this.hasher = hashing ? Optional.of(Hashing.sha256().newHasher()) : Optional.empty();
    }

    @Override
    protected void seen(byte[] octets, int offset, int count) {
        scan.look(octets, offset, count);
        hasher.ifPresent(hash -> hash.putBytes(octets, offset, count));
    }

    /** The Message-ID, if the header read so far has one. */
    Optional<String> messageId() {
        return scan.found();
    }

    /** The SHA-256 of the octets as they were read, in hexadecimal; call once. */
    Optional<String> sha256() {
        return hasher.map(hash -> hash.hash().toString());
    }
}
