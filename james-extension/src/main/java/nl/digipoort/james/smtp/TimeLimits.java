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
        this.idle = listener.seconds("connectiontimeout", 300, SHORTEST, DAY);
        this.transaction = limits.seconds("transactionTime", 1800, SHORTEST, DAY);
        this.connection = limits.seconds("connectionTime", 7200, SHORTEST, DAY);
        this.handshake = limits.seconds("handshakeTime", 10, 1, LONGEST_HANDSHAKE);
    }

    static TimeLimits from(Section listener, Section limits) throws ConfigurationException {
        return new TimeLimits(listener, limits);
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
