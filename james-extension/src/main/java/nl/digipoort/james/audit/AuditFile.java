// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import nl.digipoort.james.clock.ClockWatch;

/**
 * The trail in append-only files, one chain over all of them. When its day is over or it is large enough, a file is renamed with its day,
 * and a new one is begun. A disk error is thrown to the writer, and the next write opens the file again. If somebody moved or removed the
 * file, a new one is begun, so nothing is written to a file without a name. Where the wall clock is not trusted, a file has the later of the
 * possible days and is kept by the earlier one, so none goes too early. Thread-safe; blocks.
 */
final class AuditFile implements AuditSink {
    private final Path path;
    private final AuditSettings settings;
    private final ClockWatch clock;
    /** Null until the first opening. */
    private AuditChain chain;
    /** Null while the file is closed. */
    private OpenAuditFile file;

    private LocalDate day;

    AuditFile(Path path, AuditSettings settings, ClockWatch clock) {
        this.path = path;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Creates the file and its directory if necessary, so that an obstacle is known before anybody logs in, and finds the record that the
     * next one follows.
     */
    synchronized void open() throws IOException {
        openFile();
        if (chain == null) {
            chain = new AuditChain(ChainEnd.of(path).orElse(ChainHead.NONE));
        } else if (chain.isUncertain()) {
            chain.settle(ChainEnd.of(path));
        }
    }

    private void openFile() throws IOException {
        file = OpenAuditFile.open(path);
        day = file.size() == 0 ? today() : latest(day, day(file.lastModified()));
    }

    /** A file that is opened again has not become older, whatever the clock said at its last change. */
    private static LocalDate latest(LocalDate known, LocalDate changed) {
        return known != null && known.isAfter(changed) ? known : changed;
    }

    @Override
    public synchronized void write(List<AuditLine> lines) throws IOException {
        boolean written = false;
        try {
            openAnewIfNeeded();
            byte[] octets = octets(chain.next(lines));
            if (file.size() > 0 && (file.size() + octets.length > settings.rotateAt() || !day.equals(today()))) {
                rotate();
            }
            file.append(octets);
            if (settings.isSynced()) {
                file.force();
            }
            chain.written();
            written = true;
        } finally {
            if (!written) {
                close();
            }
        }
    }

    private static byte[] octets(List<byte[]> lines) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            octets.writeBytes(line);
            octets.write('\n');
        }
        return octets.toByteArray();
    }

    private void openAnewIfNeeded() throws IOException {
        if (file == null || !file.isStillThere()) {
            close();
            open();
        }
    }

    /** Only this check notices a file system that was remounted read-only. */
    @Override
    public synchronized void probe() throws IOException {
        openAnewIfNeeded();
        if (!Files.isWritable(path)) {
            throw new AccessDeniedException(path.toString());
        }
    }

    @Override
    public OptionalLong usableOctets() throws IOException {
        return OptionalLong.of(Files.getFileStore(path).getUsableSpace());
    }

    private void rotate() throws IOException {
        file.endLine();
        close();
        AuditFileNames names = AuditFileNames.of(path);
        Files.move(path, names.next(day));
        openFile();
        if (settings.keepDays() > 0) {
            names.removeBefore(day(clock.earliest()).minusDays(settings.keepDays()));
        }
    }

    private LocalDate today() {
        return day(clock.latest());
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    @Override
    public synchronized void close() throws IOException {
        if (file != null) {
            OpenAuditFile closing = file;
            file = null;
            closing.close();
        }
    }
}
