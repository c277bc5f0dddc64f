// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.clock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last trusted time of this node, in a file of one line that a crash leaves whole. Used by one thread at a time. */
public final class ClockNote {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClockNote.class);

    private final Path file;
    private boolean failing;

    public ClockNote(Path file) {
        this.file = file;
    }

    /** Empty if there is none. A file that cannot be understood is as old as time itself, so that an operator looks at it. */
    Optional<Instant> read() {
        try {
            return Optional.of(Instant.parse(Files.readString(file).strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | DateTimeException e) {
            LOGGER.warn("{} does not say when this server ran last", file, e);
            return Optional.of(Instant.EPOCH);
        }
    }

    /** Logs the first failure in a row. Without a newer note the next start compares the clock with the older one. */
    void write(Instant time) {
        try {
            replace((time + "\n").getBytes(StandardCharsets.US_ASCII));
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOGGER.warn(
                        "The time cannot be noted in {}; the next start may take the clock for a wrong one", file, e);
            }
            failing = true;
        }
    }

    private void replace(byte[] content) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
