// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;

/** Files and folders that only their owner reads, and that are on the disk when the call returns. */
final class Durable {
    private static final int BUFFER = 64 * 1024;

    private Durable() {}

    static void folder(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    static void write(Path file, String text) throws IOException {
        try (FileChannel channel = create(file)) {
            write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), channel);
            channel.force(true);
        }
    }

    static void write(Path file, InputStream content) throws IOException {
        try (FileChannel channel = create(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                write(ByteBuffer.wrap(buffer, 0, count), channel);
            }
            channel.force(true);
        }
    }

    /** Makes the names in a folder durable. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static void write(ByteBuffer octets, FileChannel channel) throws IOException {
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }
}
