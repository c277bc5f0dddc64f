// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.nio.file.Path;

/** Where something is in the trail. Immutable. */
final class Place {
    private final Path file;
    private final long line;
    private final long seq;

    /**
     * @param line from 1; 0 for the file as a whole
     * @param seq 0 where the line has none
     */
    Place(Path file, long line, long seq) {
        this.file = file;
        this.line = line;
        this.seq = seq;
    }

    Path file() {
        return file;
    }

    long line() {
        return line;
    }

    long seq() {
        return seq;
    }

    @Override
    public String toString() {
        return file + (line == 0 ? "" : ":" + line) + (seq == 0 ? "" : " seq " + seq);
    }
}
