// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Moments of the server's clock: that of this machine may be another. */
final class Moments {
    private Moments() {}

    /** From one to the other; -1 if that is not known. */
    static long seconds(String from, String until) {
        try {
            return Duration.between(Instant.parse(from), Instant.parse(until)).toSeconds();
        } catch (DateTimeParseException e) {
            return -1;
        }
    }
}
