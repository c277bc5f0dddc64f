// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** Looks in the files of the trail for the record with which the chain was known to end before this server started. */
final class ChainCheck {
    private ChainCheck() {}

    /** Whether the files have this record, or do not go back so far. */
    static boolean has(AuditHead known, Path file) throws IOException {
        boolean later = false;
        for (Path one : AuditFileNames.of(file).currentFirst()) {
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
        return LinesBackwards.last(
                file, Long.MAX_VALUE, line -> WrittenRecord.parse(line).filter(wanted));
    }
}
