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
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of the trail while this server appends to it. Only its owner may read it. One thread at a time appends; others may force the file
 * meanwhile. Blocks.
 */
final class OpenAuditFile {
    private static final Logger LOGGER = LoggerFactory.getLogger(OpenAuditFile.class);
    private static final Set<StandardOpenOption> APPEND =
            EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path path;
    private final FileChannel channel;
    private final Optional<Disk> disk;
    private final Object key;
    private final Instant lastModified;
    private long size;
    private boolean inLine;
    private volatile boolean broken;
    /** Closed, with all data on the disk. */
    private boolean over;

    private OpenAuditFile(Path path, FileChannel channel, Optional<Disk> disk) throws IOException {
        this.path = path;
        this.channel = channel;
        this.disk = disk;
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
        this.key = found.fileKey();
        this.lastModified = found.lastModifiedTime().toInstant();
        this.size = found.size();
        this.inLine = !endsALine();
    }

    /**
     * Creates the file and its directory if they do not exist.
     *
     * @param disk if the data is to be forced there
     */
    static OpenAuditFile open(Path path, Optional<Disk> disk) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        FileChannel channel = Files.getFileStore(directory).supportsFileAttributeView("posix")
                ? FileChannel.open(path, APPEND, PosixFilePermissions.asFileAttribute(OWNER_ONLY))
                : FileChannel.open(path, APPEND);
        boolean opened = false;
        try {
            OpenAuditFile file = new OpenAuditFile(path, channel, disk);
            if (disk.isPresent() && file.size() == 0) {
                forceName(directory);
            }
            opened = true;
            return file;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    /** A file that has just been created may lose its name with the power otherwise. */
    private static void forceName(Path directory) {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException e) {
            LOGGER.debug("The directory {} cannot be forced to the disk", directory, e);
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

    /** Waits until the data is on the disk. After a failure nothing more of this file is believed to get there. */
    synchronized void force() throws IOException {
        if (broken) {
            throw new IOException("an earlier attempt has failed");
        }
        if (disk.isEmpty() || over) {
            return;
        }
        boolean forced = false;
        try {
            disk.get().force(channel);
            forced = true;
        } finally {
            broken = !forced;
        }
    }

    /** Whether its data cannot be brought to the disk. */
    boolean isBroken() {
        return broken;
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

    /** Closes the file when its data is on the disk. It is closed even if that fails. */
    synchronized void close() throws IOException {
        try {
            force();
            over = true;
        } finally {
            channel.close();
        }
    }
}
