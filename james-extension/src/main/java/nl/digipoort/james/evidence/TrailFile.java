// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * One file of a trail, which may be compressed. The one that is being written stays open, so that it is read whole although the server
 * renames it meanwhile. Not thread-safe.
 */
final class TrailFile implements AutoCloseable {
    private static final int LINES_LOOKED_AT = 100;
    /** Enough for the longest record and one before it. */
    private static final long TAIL = 2L * LineReader.LONGEST;

    private final Path path;
    private final FileName name;
    private final FileChannel channel;
    private final Object key;
    private final Optional<TrailRecord> first;

    private TrailFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.name = FileName.of(path);
        this.channel = channel;
        this.key = Optional.ofNullable(
                        Files.readAttributes(path, BasicFileAttributes.class).fileKey())
                .orElse(path.toRealPath());
        this.first = look();
    }

    static TrailFile open(Path path) throws IOException {
        boolean kept = FileName.of(path).isCurrent();
        FileChannel channel = kept ? FileChannel.open(path, StandardOpenOption.READ) : null;
        try {
            return new TrailFile(path, channel);
        } catch (IOException e) {
            if (channel != null) {
                channel.close();
            }
            throw e;
        }
    }

    private Optional<TrailRecord> look() throws IOException {
        try (LineReader lines = read()) {
            Optional<TrailRecord> record = Optional.empty();
            Optional<Line> line = lines.next();
            for (int i = 0; record.isEmpty() && line.isPresent() && i < LINES_LOOKED_AT; i++) {
                record = TrailRecord.parse(line.get());
                line = lines.next();
            }
            return record;
        }
    }

    FileName name() {
        return name;
    }

    /** What is the same for two names of one file. */
    Object key() {
        return key;
    }

    /** The first record; empty if the file begins with no record at all. */
    Optional<TrailRecord> first() {
        return first;
    }

    /** The last line. */
    Optional<Line> last() throws IOException {
        Optional<Line> last = Optional.empty();
        try (LineReader lines = new LineReader(path, tail())) {
            Optional<Line> line = lines.next();
            while (line.isPresent()) {
                last = line;
                line = lines.next();
            }
        }
        return last;
    }

    private InputStream tail() throws IOException {
        if (name.isCompressed() || Files.size(path) < TAIL) {
            return input();
        }
        FileChannel tail = FileChannel.open(path, StandardOpenOption.READ);
        return Channels.newInputStream(tail.position(tail.size() - TAIL));
    }

    /** Reads from the beginning; a file that was removed meanwhile, because of its age, has no lines. */
    LineReader read() throws IOException {
        try {
            return new LineReader(path, input());
        } catch (NoSuchFileException e) {
            return new LineReader(path, InputStream.nullInputStream());
        }
    }

    private InputStream input() throws IOException {
        InputStream octets = channel == null
                ? Files.newInputStream(path)
                : new KeptOpen(Channels.newInputStream(channel.position(0)));
        return name.isCompressed() ? new GZIPInputStream(octets, 64 * 1024) : octets;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    /** A stream whose end does not close the file. */
    private static final class KeptOpen extends FilterInputStream {
        private KeptOpen(InputStream input) {
            super(input);
        }

        @Override
        public void close() {}
    }
}
