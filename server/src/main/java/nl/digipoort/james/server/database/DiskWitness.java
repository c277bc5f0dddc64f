// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.database;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Descriptors of our own for the files that HSQLDB syncs. HSQLDB tries a sync that failed a second time, which succeeds although the system
 * has dropped what it could not write, and goes on. Linux tells of such a failure once through each descriptor that was open: so through
 * ours too. Not thread-safe.
 */
final class DiskWitness implements Closeable {
    /** Of no files. */
    static final DiskWitness NONE = new DiskWitness();

    private final List<RandomAccessFile> descriptors = new ArrayList<>();

    private DiskWitness() {}

    /** Of the files that are there now. */
    static DiskWitness of(DatabaseFiles files) throws IOException {
        DiskWitness witness = new DiskWitness();
        for (Path file : List.of(files.data(), files.lobs())) {
            if (Files.exists(file)) {
                witness.descriptors.add(new RandomAccessFile(file.toFile(), "rw"));
            }
        }
        return witness;
    }

    /** @throws IOException if any write to one of the files has failed since it was opened here */
    void sync() throws IOException {
        for (RandomAccessFile descriptor : descriptors) {
            descriptor.getFD().sync();
        }
    }

    @Override
    public void close() throws IOException {
        for (RandomAccessFile descriptor : descriptors) {
            descriptor.close();
        }
    }
}
