// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.database;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The file of the {@link Manifest}, written in two places by turns, so that one of them is always whole. No channel, which the interruption
 * of a thread would close. Not thread-safe.
 */
final class ManifestFile implements Closeable {
    /** Apart from each other, so that no block of a disk has both. */
    private static final long APART = 4096;

    private final RandomAccessFile octets;
    private long sequence;

    private ManifestFile(RandomAccessFile octets, long sequence) {
        this.octets = octets;
        this.sequence = sequence;
    }

    /** Opens the file, and makes it if it is not there. */
    static ManifestFile open(Path file) throws IOException {
        boolean fresh = !Files.exists(file);
        RandomAccessFile octets = new RandomAccessFile(file.toFile(), "rw");
        if (fresh) {
            syncDirectory(file.getParent());
        }
        return new ManifestFile(
                octets, newest(octets).map(Manifest.Numbered::sequence).orElse(0L));
    }

    private static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** The newest manifest that is whole. */
    Optional<Manifest> read() throws IOException {
        return newest(octets).map(Manifest.Numbered::manifest);
    }

    private static Optional<Manifest.Numbered> newest(RandomAccessFile octets) throws IOException {
        List<Manifest.Numbered> whole = new ArrayList<>();
        for (long place = 0; place <= APART; place += APART) {
            if (octets.length() >= place + Manifest.OCTETS) {
                byte[] line = new byte[Manifest.OCTETS];
                octets.seek(place);
                octets.readFully(line);
                Manifest.parse(line).ifPresent(whole::add);
            }
        }
        return whole.stream().max(Comparator.comparingLong(Manifest.Numbered::sequence));
    }

    /** Writes it, and does not wait for the disk: after a power cut an earlier one may be there. */
    void write(Manifest manifest) throws IOException {
        sequence++;
        octets.seek(sequence % 2 * APART);
        octets.write(manifest.write(sequence));
    }

    /** Writes it, and returns when it is on the disk. */
    void writeDurably(Manifest manifest) throws IOException {
        write(manifest);
        octets.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        octets.close();
    }
}
