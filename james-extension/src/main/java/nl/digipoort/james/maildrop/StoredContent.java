// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.io.IOException;
import java.io.InputStream;

/** One message of the store, with canonical line ends. Closing it ends the request to the store. */
final class StoredContent implements AutoCloseable {
    private final long octets;
    private InputStream stream;
    private final Runnable afterwards;

    /** @param octets the number of octets of the stream */
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

    /** Ends the request and drops the stream, which its reader closes. */
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
