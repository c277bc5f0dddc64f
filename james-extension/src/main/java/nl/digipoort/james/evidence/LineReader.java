// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads a file line by line. A line longer than any of ours is hashed and not kept, so that the memory has a bound whatever the file has.
 * Not thread-safe.
 */
final class LineReader implements AutoCloseable {
    static final int LONGEST = 1024 * 1024;
    private static final int BUFFER = 256 * 1024;

    private final Path file;
    private final InputStream input;
    private final MessageDigest digest = Octets.sha256();
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private long number;

    LineReader(Path file, InputStream input) {
        this.file = file;
        this.input = input;
    }

    /** Empty at the end of the file. */
    Optional<Line> next() throws IOException {
        if (!fill()) {
            return Optional.empty();
        }
        int start = position;
        if (seekLineEnd()) {
            digest.update(buffer, start, position - start);
            return Optional.of(line(Arrays.copyOfRange(buffer, start, position++)));
        }
        return Optional.of(continued(start));
    }

    /** A line that goes on in the next buffer. */
    private Line continued(int start) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        boolean tooLong = false;
        boolean ended = false;
        int from = start;
        do {
            digest.update(buffer, from, position - from);
            tooLong |= kept.size() + position - from > LONGEST;
            if (tooLong) {
                kept.reset();
            } else {
                kept.write(buffer, from, position - from);
            }
            if (ended || !fill()) {
                break;
            }
            from = position;
            ended = seekLineEnd();
        } while (true);
        if (ended) {
            position++;
        }
        return line(kept.toByteArray());
    }

    /** Moves to the next line end, or to the end of the buffer. */
    private boolean seekLineEnd() {
        while (position < limit && buffer[position] != '\n') {
            position++;
        }
        return position < limit;
    }

    private Line line(byte[] octets) {
        number++;
        return new Line(file, number, octets, digest.digest());
    }

    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        position = 0;
        limit = Math.max(0, input.readNBytes(buffer, 0, BUFFER));
        return limit > 0;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
