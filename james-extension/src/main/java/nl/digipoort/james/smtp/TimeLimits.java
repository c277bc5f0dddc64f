// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import java.time.Duration;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** The time limits of a connection. Immutable. */
final class TimeLimits {
    private static final int DAY = 86_400;
    private static final int LONGEST_HANDSHAKE = 300;
    private static final int SHORTEST = 10;

    private final Duration idle;
    private final Duration transaction;
    private final Duration connection;
    private final Duration handshake;

    private TimeLimits(Section listener, Section limits) throws ConfigurationException {
        this.idle = seconds(listener, "connectiontimeout", 300, SHORTEST, DAY);
        this.transaction = seconds(limits, "transactionTime", 1800, SHORTEST, DAY);
        this.connection = seconds(limits, "connectionTime", 7200, SHORTEST, DAY);
        this.handshake = seconds(limits, "handshakeTime", 10, 1, LONGEST_HANDSHAKE);
    }

    static TimeLimits from(Section listener, Section limits) throws ConfigurationException {
        return new TimeLimits(listener, limits);
    }

    private static Duration seconds(Section section, String name, int otherwise, int lowest, int highest)
            throws ConfigurationException {
        return Duration.ofSeconds(section.number(name, otherwise, lowest, highest));
    }

    /** Longest time without an octet in either direction. */
    Duration idle() {
        return idle;
    }

    /** Longest time for the octets of one message. */
    Duration transaction() {
        return transaction;
    }

    /** Longest time of a connection; it ends between transactions. */
    Duration connection() {
        return connection;
    }

    Duration handshake() {
        return handshake;
    }
}
