// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import nl.digipoort.james.mail.MessageIdScan;

/** A message stream that finds the Message-ID while it is read, and computes the hash if that is wanted. Not thread-safe. */
final class ObservedMessage extends FilterInputStream {
    private final MessageIdScan scan = new MessageIdScan();
    private final Optional<Hasher> hasher;

    ObservedMessage(InputStream message, boolean hashing) {
        super(message);
        this.hasher = hashing ? Optional.of(Hashing.sha256().newHasher()) : Optional.empty();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        if (count > 0) {
            scan.look(target, offset, count);
            hasher.ifPresent(hash -> hash.putBytes(target, offset, count));
        }
        return count;
    }

    /** Skips nothing: skipped octets could not be hashed. */
    @Override
    public long skip(long count) {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
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
