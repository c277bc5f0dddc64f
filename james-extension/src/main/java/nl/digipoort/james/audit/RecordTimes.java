// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds where in a file the records of a time end, by halving: records are in the order of their times, unless the clock was set back. What
 * it gives may be a block too late, never too early. Not thread-safe.
 */
final class RecordTimes {
    private static final int BLOCK = 64 * 1024;
    /** The time stands before anything that a stranger has sent. Records of version 1 have no place in a chain. */
    private static final Pattern TIME = Pattern.compile(
            "^\\{\"v\":\\d+,(?:\"seq\":\\d+,\"prev\":\"[0-9a-f]*\",)?\"time\":\"([^\"]{24})\"", Pattern.MULTILINE);

    private final FileChannel file;

    RecordTimes(FileChannel file) {
        this.file = file;
    }

    /** The time of a record; empty for a line that is none. */
    static Optional<String> of(String line) {
        return Optional.of(TIME.matcher(line)).filter(Matcher::find).map(found -> found.group(1));
    }

    /** An offset after which all records are too late; 0 if all are. */
    long end(Predicate<String> isTooLate) throws IOException {
        if (timeAfter(0).filter(isTooLate).isPresent()) {
            return 0;
        }
        long early = 0;
        long late = file.size();
        while (late - early > BLOCK) {
            long middle = early + (late - early) / 2;
            Optional<String> time = timeAfter(middle);
            if (time.isEmpty()) {
                break;
            } else if (isTooLate.test(time.get())) {
                late = middle;
            } else {
                early = middle;
            }
        }
        return Math.min(file.size(), late + BLOCK);
    }

    /** The time of the first record that begins in the block at the offset. */
    private Optional<String> timeAfter(long offset) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        while (block.hasRemaining() && file.read(block, offset + block.position()) >= 0) {
            // goes on until the block is full
        }
        String text = new String(block.array(), 0, block.position(), StandardCharsets.ISO_8859_1);
        return of(offset == 0 ? text : text.substring(text.indexOf('\n') + 1));
    }
}
