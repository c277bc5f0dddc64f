// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Finds the last record in the files of the trail, which the next one follows. What is no record does not count, such as the part of a line
 * that a power cut leaves. A record that lacks its line end only counts if it follows the one before it. Used by one thread.
 */
final class ChainEnd {
    private Optional<WrittenRecord> unended = Optional.empty();

    private ChainEnd() {}

    /**
     * The last record in the file; if that has none, in the latest of those that were renamed.
     *
     * @return empty if there is no record at all
     */
    static Optional<ChainHead> of(Path file) throws IOException {
        return new ChainEnd().find(file).map(WrittenRecord::head);
    }

    private Optional<WrittenRecord> find(Path file) throws IOException {
        for (Path one : AuditFileNames.of(file).currentFirst()) {
            Optional<WrittenRecord> last = lastIn(one);
            if (last.isPresent()) {
                return unended.filter(record -> record.follows(last.get())).or(() -> last);
            }
        }
        return unended;
    }

    private Optional<WrittenRecord> lastIn(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            boolean ended = LinesBackwards.endsALine(channel);
            LinesBackwards lines = new LinesBackwards(channel, Long.MAX_VALUE);
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                Optional<WrittenRecord> record = WrittenRecord.parse(line.get());
                if (ended && record.isPresent()) {
                    return record;
                }
                if (!ended) {
                    unended = unended.or(() -> record);
                    ended = true;
                }
            }
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
