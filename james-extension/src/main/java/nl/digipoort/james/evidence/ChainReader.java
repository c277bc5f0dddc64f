// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Reads the lines of one chain, file after file. Not thread-safe. */
final class ChainReader implements AutoCloseable {
    private final Iterator<TrailFile> files;
    private LineReader lines;

    ChainReader(List<TrailFile> files) {
        this.files = files.iterator();
    }

    Optional<Line> next() throws IOException {
        Optional<Line> line = lines == null ? Optional.empty() : lines.next();
        while (line.isEmpty() && files.hasNext()) {
            close();
            lines = files.next().read();
            line = lines.next();
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        if (lines != null) {
            lines.close();
        }
    }
}
