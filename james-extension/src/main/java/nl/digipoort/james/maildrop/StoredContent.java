// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.io.IOException;
import java.io.InputStream;

/** One message as the store gives it, with canonical line ends, within a request to the store that ends with it. */
final class StoredContent implements AutoCloseable {
    private final long octets;
    private InputStream stream;
    private final Runnable afterwards;

    /** @param octets how many the stream will give */
    StoredContent(long octets, InputStream stream, Runnable afterwards) {
        this.octets = octets;
        this.stream = stream;
        this.afterwards = afterwards;
    }

    long octets() {
        return octets;
    }

    InputStream stream() {
        return stream;
    }

    /** Ends the request and lets go of the stream, which its reader closes. */
    void end() {
        stream = InputStream.nullInputStream();
        afterwards.run();
    }

    @Override
    public void close() throws IOException {
        try {
            stream.close();
        } finally {
            end();
        }
    }
}
