// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import nl.digipoort.james.clock.ClockWatch;

/**
 * The file that is written now. When its day is over or it is large enough, it is renamed with its day. If somebody moved or removed it, a
 * new one is begun, so nothing is written to a file without a name. Where the wall clock is not trusted, a file has the later of the
 * possible days and is kept by the earlier one, so none goes too early. Not thread-safe; blocks.
 */
final class DailyFile {
    private final Path path;
    private final AuditSettings settings;
    private final ClockWatch clock;
    private final Disk disk;
    /** Null while the file is closed. */
    private OpenAuditFile file;

    private LocalDate day;

    DailyFile(Path path, AuditSettings settings, ClockWatch clock, Disk disk) {
        this.path = path;
        this.settings = settings;
        this.clock = clock;
        this.disk = disk;
    }

    /** The file, which is created with its directory if it does not exist. */
    OpenAuditFile open() throws IOException {
        file = OpenAuditFile.open(path, settings.isSynced() ? Optional.of(disk) : Optional.empty());
        day = file.size() == 0 ? today() : latest(day, day(file.lastModified()));
        return file;
    }

    /** A file that is opened again has not become older, whatever the clock said at its last change. */
    private static LocalDate latest(LocalDate known, LocalDate changed) {
        return known != null && known.isAfter(changed) ? known : changed;
    }

    /** Whether the file is to be renamed before so many octets are added. */
    boolean isOver(int octets) {
        return file.size() > 0 && (file.size() + octets > settings.rotateAt() || !day.equals(today()));
    }

    /** Renames the file, which must be closed. */
    void rename() throws IOException {
        Files.move(path, AuditFileNames.of(path).next(day));
    }

    /** Removes files that are older than the operator wants, once the current one has the end of the chain. */
    void removeOld() {
        if (settings.keepDays() > 0) {
            AuditFileNames.of(path).removeBefore(day(clock.earliest()).minusDays(settings.keepDays()));
        }
    }

    private LocalDate today() {
        return day(clock.latest());
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
