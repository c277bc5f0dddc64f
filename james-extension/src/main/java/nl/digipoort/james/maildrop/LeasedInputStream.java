package nl.digipoort.james.maildrop;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import nl.digipoort.james.lock.OwnedLease;

/** A message that breaks off when the maildrop may be somebody else's by now, who may be given it as well. Not thread-safe. */
final class LeasedInputStream extends FilterInputStream {
    private final OwnedLease lease;

    LeasedInputStream(InputStream stored, OwnedLease lease) {
        super(stored);
        this.lease = lease;
    }

    @Override
    public int read() throws IOException {
        requireLease();
        return super.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        requireLease();
        return super.read(target, offset, length);
    }

    private void requireLease() throws IOException {
        if (lease.isLost()) {
            throw new IOException("the lock of " + lease + " is lost");
        }
    }
}
