// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One file of the trail while this server appends to it. Only its owner may read it. Not thread-safe; blocks. */
final class OpenAuditFile {
    private static final Logger LOGGER = LoggerFactory.getLogger(OpenAuditFile.class);
    private static final Set<StandardOpenOption> APPEND =
            EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path path;
    private final FileChannel channel;
    private final Object key;
    private final Instant lastModified;
    private long size;
    private boolean inLine;

    private OpenAuditFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
        this.key = found.fileKey();
        this.lastModified = found.lastModifiedTime().toInstant();
        this.size = found.size();
        this.inLine = !endsALine();
    }

    /** Creates the file and its directory if they do not exist. */
    static OpenAuditFile open(Path path) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        FileChannel channel = Files.getFileStore(directory).supportsFileAttributeView("posix")
                ? FileChannel.open(path, APPEND, PosixFilePermissions.asFileAttribute(OWNER_ONLY))
                : FileChannel.open(path, APPEND);
        boolean opened = false;
        try {
            OpenAuditFile file = new OpenAuditFile(path, channel);
            opened = true;
            return file;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    /** Adds the line end that a killed server or a full disk left out. */
    void endLine() throws IOException {
        if (inLine) {
            append(new byte[0]);
        }
    }

    /** @param lines whole lines with their ends */
    void append(byte[] lines) throws IOException {
        ByteBuffer rest = ByteBuffer.allocate(lines.length + 1);
        if (inLine) {
            rest.put((byte) '\n');
        }
        rest.put(lines).flip();
        while (rest.hasRemaining()) {
            size += channel.write(rest);
        }
        inLine = false;
    }

    /** Waits until the data is on the disk. */
    void force() throws IOException {
        channel.force(false);
    }

    /** Whether the path still leads to this file. Others' changes to its size are logged. */
    boolean isStillThere() throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            boolean same = now.fileKey() == null || now.fileKey().equals(key);
            if (same && now.size() != size) {
                LOGGER.error(
                        "Somebody else has changed the audit trail {}: it has {} octets instead of {}",
                        path,
                        now.size(),
                        size);
                size = now.size();
                inLine = !endsALine();
            }
            return same;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private boolean endsALine() throws IOException {
        try (FileChannel reader = FileChannel.open(path, StandardOpenOption.READ)) {
            return LinesBackwards.endsALine(reader);
        }
    }

    long size() {
        return size;
    }

    /** When the file was changed last before it was opened. */
    Instant lastModified() {
        return lastModified;
    }

    void close() throws IOException {
        channel.close();
    }
}
