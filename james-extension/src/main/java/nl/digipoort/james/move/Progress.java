// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.james.core.Username;

/** The accounts of an unfinished export that are whole, one line each, in a file that one process at a time holds. Not thread-safe. */
final class Progress implements Closeable {
    private final FileChannel channel;
    private final Map<Username, MovedAccount> before;

    private Progress(FileChannel channel, Map<Username, MovedAccount> before) {
        this.channel = channel;
        this.before = before;
    }

    /** @throws MoveException if another process has it, or it cannot be read */
    static Progress open(Path file) throws IOException, MoveException {
        FileChannel channel = FileChannel.open(
                file,
                EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            if (!isLocked(channel)) {
                throw new MoveException(file.getParent() + " is in use by another process");
            }
            Map<Username, MovedAccount> before = new LinkedHashMap<>();
            String whole = wholeLines(text(channel));
            for (String line : whole.split("\n", -1)) {
                if (!line.isEmpty()) {
                    MovedAccount account = MovedAccount.parse(line);
                    before.put(account.user(), account);
                }
            }
            int length = whole.getBytes(StandardCharsets.UTF_8).length;
            channel.truncate(length).position(length);
            return new Progress(channel, before);
        } catch (IOException | MoveException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Not through another channel: to close that one would free the lock. */
    private static String text(FileChannel channel) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (octets.hasRemaining() && channel.read(octets) >= 0) {
            // the size is that of one moment
        }
        return StandardCharsets.UTF_8.decode(octets.flip()).toString();
    }

    /** The last line may have been cut off. */
    private static String wholeLines(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    /** The accounts of earlier runs. */
    Map<Username, MovedAccount> before() {
        return before;
    }

    void add(MovedAccount account) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((account.write() + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
