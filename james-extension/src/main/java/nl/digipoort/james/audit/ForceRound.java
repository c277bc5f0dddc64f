// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;
import java.util.Optional;

/** The lines that one force brings to the disk. It ends once. Thread-safe. */
final class ForceRound {
    private volatile boolean over;
    private volatile Optional<Throwable> failure = Optional.empty();

    /** Its lines are on the disk. */
    void succeed() {
        over = true;
    }

    /** Some of its lines may not be on the disk. */
    void fail(Throwable cause) {
        failure = Optional.of(cause);
        over = true;
    }

    boolean isOver() {
        return over;
    }

    /** @throws IOException if it is not known that all of its lines are on the disk */
    void check() throws IOException {
        if (failure.isPresent()) {
            throw new IOException("the disk did not take the records: " + failure.get(), failure.get());
        }
    }
}
