// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Looks in the files of the trail for the record with which the chain was known to end before this server started. */
final class ChainCheck {
    private ChainCheck() {}

    /** Whether the files have this record, or do not go back so far. */
    static boolean has(AuditHead known, Path file) throws IOException {
        List<Path> files = new ArrayList<>(List.of(file));
        files.addAll(AuditFileNames.of(file).latestFirst());
        boolean later = false;
        for (Path one : files) {
            Optional<WrittenRecord> found = lastNotAfter(known.seq(), one);
            if (found.isPresent()) {
                return found.get().head().seq() == known.seq()
                        && found.get().head().hash().equals(known.hash());
            }
            later |= hasRecords(one);
        }
        return later;
    }

    private static Optional<WrittenRecord> lastNotAfter(long seq, Path file) throws IOException {
        return records(file, record -> record.head().seq() <= seq);
    }

    private static boolean hasRecords(Path file) throws IOException {
        return records(file, record -> true).isPresent();
    }

    private static Optional<WrittenRecord> records(Path file, Predicate<WrittenRecord> wanted) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            LinesBackwards lines = new LinesBackwards(channel, Long.MAX_VALUE);
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                Optional<WrittenRecord> record =
                        line.flatMap(WrittenRecord::parse).filter(wanted);
                if (record.isPresent()) {
                    return record;
                }
            }
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
