// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.scrub;

import java.time.Duration;
import java.util.Optional;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** The operator's setting for the scrub: the element {@code scrubDays}. Immutable. */
public final class ScrubSettings {
    private static final int WEEK = 7;
    private static final int YEAR = 365;

    private final int days;

    private ScrubSettings(int days) {
        this.days = days;
    }

    /** @throws ConfigurationException naming the key, the value found and what is allowed */
    public static ScrubSettings from(Section digipoort) throws ConfigurationException {
        return new ScrubSettings(digipoort.number("scrubDays", WEEK, 0, YEAR));
    }

    /** The pause from one pass to the next; empty if there is no scrub. */
    Optional<Duration> interval() {
        return days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days));
    }
}
