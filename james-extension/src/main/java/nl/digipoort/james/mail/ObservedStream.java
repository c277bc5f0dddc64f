// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that shows each octet to its subclass once, as it is read. Not thread-safe. */
public abstract class ObservedStream extends FilterInputStream {
    private boolean ended;

    protected ObservedStream(InputStream stream) {
        super(stream);
    }

    /** The next octets that somebody has read. */
    protected abstract void seen(byte[] octets, int offset, int count);

    /** Somebody has read the stream to its end; called once. What it throws comes from that read. */
    protected void ended() throws IOException {}

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public final int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        if (count > 0) {
            seen(target, offset, count);
        } else if (count < 0 && !ended) {
            ended = true;
            ended();
        }
        return count;
    }

    /** Skips nothing: what is skipped is not seen. */
    @Override
    public final long skip(long count) {
        return 0;
    }

    @Override
    public final boolean markSupported() {
        return false;
    }
}
