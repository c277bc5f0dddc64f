// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import nl.digipoort.james.clock.ClockWatch;

/**
 * An append-only file. When its day is over or it is large enough, it is renamed with its day, and a new one is begun. A disk error is
 * thrown to the writer, and the next write opens the file again. If somebody moved or removed the file, a new one is begun, so nothing is
 * written to a file without a name. Only its owner may read it. Where the wall clock is not trusted, a file has the later of the possible
 * days and is kept by the earlier one, so none goes too early. Thread-safe; blocks.
 */
final class AuditFile implements AuditSink {
    private static final Set<StandardOpenOption> APPEND =
            EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private final AuditSettings settings;
    private final ClockWatch clock;
    private FileChannel channel;
    private Object key;
    private LocalDate day;
    private long size;
    private boolean inLine;

    AuditFile(Path file, AuditSettings settings, ClockWatch clock) {
        this.file = file;
        this.settings = settings;
        this.clock = clock;
    }

    /** Creates the file and its directory if necessary, so that an obstacle is known before anybody logs in. */
    synchronized void open() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        boolean posix = Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix");
        channel = posix
                ? FileChannel.open(file, APPEND, PosixFilePermissions.asFileAttribute(OWNER_ONLY))
                : FileChannel.open(file, APPEND);
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        key = found.fileKey();
        size = found.size();
        day = size == 0 ? today() : latest(day, day(found.lastModifiedTime().toInstant()));
        inLine = size > 0 && !endsALine();
    }

    /** A file that is opened again has not become older, whatever the clock said at its last change. */
    private static LocalDate latest(LocalDate known, LocalDate changed) {
        return known != null && known.isAfter(changed) ? known : changed;
    }

    /** False for the partial line that a killed server or a full disk leaves. */
    private boolean endsALine() throws IOException {
        try (FileChannel reader = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return reader.read(last, size - 1) == 1 && last.get(0) == '\n';
        }
    }

    @Override
    public synchronized void write(List<String> lines) throws IOException {
        byte[] octets = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII);
        boolean written = false;
        try {
            openAnewIfNeeded();
            if (size > 0 && (size + octets.length > settings.rotateAt() || !day.equals(today()))) {
                rotate();
            }
            append(octets);
            written = true;
        } finally {
            if (!written) {
                close();
            }
        }
    }

    private void openAnewIfNeeded() throws IOException {
        if (channel == null || !isStillThere()) {
            close();
            open();
        }
    }

    /** Only this check notices a file system that was remounted read-only. */
    @Override
    public synchronized void probe() throws IOException {
        openAnewIfNeeded();
        if (!Files.isWritable(file)) {
            throw new AccessDeniedException(file.toString());
        }
    }

    @Override
    public OptionalLong usableOctets() throws IOException {
        return OptionalLong.of(Files.getFileStore(file).getUsableSpace());
    }

    private void append(byte[] octets) throws IOException {
        ByteBuffer rest = ByteBuffer.allocate(octets.length + 1);
        if (inLine) {
            rest.put((byte) '\n');
        }
        rest.put(octets).flip();
        while (rest.hasRemaining()) {
            size += channel.write(rest);
        }
        inLine = false;
        if (settings.isSynced()) {
            channel.force(false);
        }
    }

    private boolean isStillThere() throws IOException {
        try {
            Object now = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return now == null || now.equals(key);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void rotate() throws IOException {
        close();
        AuditFileNames names = AuditFileNames.of(file);
        Files.move(file, names.next(day));
        open();
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

    synchronized void close() throws IOException {
        if (channel != null) {
            FileChannel closing = channel;
            channel = null;
            closing.close();
        }
    }
}
