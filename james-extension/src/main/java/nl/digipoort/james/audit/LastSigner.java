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

/** Finds which key has signed the last checkpoint, so that it can vouch for another one. */
final class LastSigner {
    private static final String CHECKPOINT = "\"event\":\"" + AuditEvent.CHECKPOINT.wire() + "\"";
    /** More than is written between two checkpoints. */
    private static final long MOST_OCTETS = 64L * 1024 * 1024;

    private LastSigner() {}

    /** The id of the key; empty if there is no checkpoint near the end of the trail. */
    static Optional<String> of(Path path) throws IOException {
        List<Path> files = new ArrayList<>(List.of(path));
        AuditFileNames.of(path).latestFirst().stream().limit(1).forEach(files::add);
        for (Path file : files) {
            Optional<String> id = in(file);
            if (id.isPresent()) {
                return id;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> in(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            LinesBackwards lines = new LinesBackwards(channel, MOST_OCTETS);
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                Optional<String> id = line.filter(text -> text.contains(CHECKPOINT))
                        .flatMap(text -> WrittenRecord.field(text, AuditField.KEY));
                if (id.isPresent()) {
                    return id;
                }
            }
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
