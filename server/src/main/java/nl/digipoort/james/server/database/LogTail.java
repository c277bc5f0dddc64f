// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a log has behind its part that is known to be synced. After a power cut it may be torn: nobody was told that it is stored. HSQLDB
 * writes lines of printable ASCII.
 */
final class LogTail {
    private static final int FIRST = 0x20;
    private static final int LAST = 0x7f;

    private LogTail() {}

    /** Cuts the log behind its last whole line, so that HSQLDB has to understand all that is left of it. */
    static void trim(Path log, long synced) throws IOException {
        long end = wholeLinesEnd(log, synced);
        if (end < Files.size(log)) {
            try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
                file.setLength(end);
                file.getFD().sync();
            }
        }
    }

    private static long wholeLinesEnd(Path log, long synced) throws IOException {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(log))) {
            stream.skipNBytes(synced);
            long end = synced;
            long position = synced;
            for (int octet = stream.read(); isText(octet); octet = stream.read()) {
                position++;
                if (octet == '\n') {
                    end = position;
                }
            }
            return end;
        }
    }

    private static boolean isText(int octet) {
        return octet == '\n' || (octet >= FIRST && octet <= LAST);
    }
}
