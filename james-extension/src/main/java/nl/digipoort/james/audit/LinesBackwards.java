// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the lines of a file from its end, in blocks and within a bound of octets; each character of a line is an octet. A line longer than
 * any of ours is skipped. The reader of commons-io bounds neither the octets that it reads nor the line that it keeps. Not thread-safe.
 */
final class LinesBackwards {
    private static final int BLOCK = 64 * 1024;
    private static final int LONGEST = 1024 * 1024;

    private final FileChannel file;
    private final long most;
    /** The offset in the file of the first octet in the window. */
    private long position;

    private byte[] window = new byte[0];
    /** The end of the part of the window whose lines are not yet returned. */
    private int end;

    private long octets;
    private boolean tooLong;
    private boolean cut;
    private boolean finished;

    /** @param most the octets to read; up to one block more may be read */
    LinesBackwards(FileChannel file, long most) throws IOException {
        this(file, file.size(), most);
    }

    /**
     * @param end the offset where the last line ends; the part before it of a line that ends later counts as a line
     * @param most as above
     */
    LinesBackwards(FileChannel file, long end, long most) {
        this.file = file;
        this.most = most;
        this.position = end;
    }

    /**
     * What the last line of the file gives that gives anything; empty if none does, or there is no file.
     *
     * @param most the octets to read
     */
    static <T> Optional<T> last(Path file, long most, Function<String, Optional<T>> wanted) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            LinesBackwards lines = new LinesBackwards(channel, most);
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                Optional<T> found = line.flatMap(wanted);
                if (found.isPresent()) {
                    return found;
                }
            }
        } catch (NoSuchFileException e) {
            // renamed or removed meanwhile
        }
        return Optional.empty();
    }

    /** The line before the last one returned; empty if there is none, or no more may be read. */
    Optional<String> next() throws IOException {
        int unseen = end;
        while (!finished) {
            int lineEnd = lineEndBefore(unseen);
            if (lineEnd >= 0 || position == 0) {
                Optional<String> line = line(lineEnd + 1);
                finished = lineEnd < 0;
                end = Math.max(lineEnd, 0);
                unseen = end;
                if (line.isPresent()) {
                    return line;
                }
            } else if (octets < most) {
                unseen = readOn();
            } else {
                cut = true;
                finished = true;
            }
        }
        return Optional.empty();
    }

    /** False for the partial line that a killed server or a full disk leaves. */
    static boolean endsALine(FileChannel file) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return file.size() == 0 || (file.read(last, file.size() - 1) == 1 && last.get(0) == '\n');
    }

    /** How many octets were read. */
    long octets() {
        return octets;
    }

    /** Whether the file has more than may be read. */
    boolean isCut() {
        return cut;
    }

    private int lineEndBefore(int unseen) {
        int i = unseen - 1;
        while (i >= 0 && window[i] != '\n') {
            i--;
        }
        return i;
    }

    private Optional<String> line(int start) {
        if (tooLong) {
            tooLong = false;
            return Optional.empty();
        }
        String line = new String(window, start, end - start, StandardCharsets.ISO_8859_1);
        return line.isBlank() ? Optional.empty() : Optional.of(line);
    }

    /** Puts the preceding block in front of the window; returns its length in octets. */
    private int readOn() throws IOException {
        if (end > LONGEST) {
            tooLong = true;
            end = 0;
        }
        int count = (int) Math.min(BLOCK, position);
        byte[] more = new byte[count + end];
        position -= count;
        ByteBuffer block = ByteBuffer.wrap(more, 0, count);
        while (block.hasRemaining()) {
            if (file.read(block, position + block.position()) < 0) {
                throw new EOFException("the file has become shorter");
            }
        }
        System.arraycopy(window, 0, more, count, end);
        window = more;
        end += count;
        octets += count;
        return count;
    }
}
