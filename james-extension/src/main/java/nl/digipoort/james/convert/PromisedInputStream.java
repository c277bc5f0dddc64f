// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.IOException;
import java.io.InputStream;
import nl.digipoort.james.mail.ObservedStream;

/** A message of which LIST has said how long it is. It may be longer, since some servers count a line end as one octet. Not thread-safe. */
final class PromisedInputStream extends ObservedStream {
    private final long promised;
    private long sent;

    PromisedInputStream(InputStream content, long promised) {
        super(content);
        this.promised = promised;
    }

    @Override
    protected void seen(byte[] octets, int offset, int count) {
        sent += count;
    }

    @Override
    protected void ended() throws IOException {
        if (sent < promised) {
            throw new IOException("the server has sent " + sent + " octets of a message of " + promised);
        }
    }
}
