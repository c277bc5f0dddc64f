// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A small file with the operator's secrets. Warns if every user of the machine can read it. Immutable. */
public final class SecretFile {
    private static final Logger LOGGER = LoggerFactory.getLogger(SecretFile.class);

    private final Path file;
    private final String name;
    private final int mostOctets;

    /** @param name what the file is, for warnings */
    public SecretFile(Path file, String name, int mostOctets) {
        this.file = file;
        this.name = name;
        this.mostOctets = mostOctets;
    }

    /**
     * The content, which the caller must erase.
     *
     * @throws IllegalArgumentException if it is longer than allowed
     */
    public byte[] read() throws IOException {
        byte[] buffer = new byte[mostOctets + 1];
        try {
            int length = readInto(buffer);
            warnWhenOthersCanRead();
            if (length > mostOctets) {
                throw new IllegalArgumentException("it is longer than " + mostOctets + " octets");
            }
            return Arrays.copyOf(buffer, length);
        } finally {
            Arrays.fill(buffer, (byte) 0);
        }
    }

    private int readInto(byte[] buffer) throws IOException {
        try (InputStream octets = Files.newInputStream(file)) {
            return octets.readNBytes(buffer, 0, buffer.length);
        }
    }

    /** The file's key, time and length, compared by value. A file renamed to this path has a different key. */
    public String stamp() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.fileKey() + " " + attributes.lastModifiedTime() + " " + attributes.size();
        } catch (IOException e) {
            return "unreadable";
        }
    }

    /** Creates the file in one step. From the start only its owner can access it. */
    public void create(byte[] content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        try (SeekableByteChannel channel = Files.newByteChannel(
                part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
            ByteBuffer octets = ByteBuffer.wrap(content);
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private FileAttribute<?>[] ownerOnly() {
        return hasPermissions()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private void warnWhenOthersCanRead() throws IOException {
        if (hasPermissions() && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            LOGGER.warn("The {} {} can be read by every user of this machine; chmod o-rwx it", name, file);
        }
    }

    private boolean hasPermissions() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
