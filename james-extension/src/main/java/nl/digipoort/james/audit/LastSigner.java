// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.google.common.collect.Iterables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds which key has signed the last checkpoint, so that it can vouch for another one. */
final class LastSigner {
    private static final String CHECKPOINT = "\"event\":\"" + AuditEvent.CHECKPOINT.wire() + "\"";
    /** More than is written between two checkpoints. */
    private static final long MOST_OCTETS = 64L * 1024 * 1024;

    private LastSigner() {}

    /** The id of the key; empty if there is no checkpoint near the end of the trail. */
    static Optional<String> of(Path path) throws IOException {
        for (Path file : Iterables.limit(AuditFileNames.of(path).currentFirst(), 2)) {
            Optional<String> id = LinesBackwards.last(file, MOST_OCTETS, LastSigner::signer);
            if (id.isPresent()) {
                return id;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> signer(String line) {
        return line.contains(CHECKPOINT) ? WrittenRecord.field(line, AuditField.KEY) : Optional.empty();
    }
}
