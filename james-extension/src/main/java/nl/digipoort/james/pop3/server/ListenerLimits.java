// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import java.time.Duration;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.transport.ConnectionLimits;
import org.apache.commons.configuration2.ex.ConfigurationException;

/**
 * What the operator decides about the number and duration of connections: James's elements for this and the element {@code limits}.
 * Immutable.
 */
final class ListenerLimits {
    private static final int MANY = 1_000_000;
    private static final int LONGEST_HANDSHAKE = 300;
    private static final int SHORTEST = 10;
    private static final int HOUR = 3600;
    private static final int DAY = 24 * HOUR;
    private static final int WEEK = 7 * DAY;
    /** RFC 1939 section 3: an autologout timer has at least ten minutes. */
    private static final int LEAST_IDLE = 600;

    private final Duration idle;
    private final ConnectionLimits connections;
    private final int waitingWork;
    private final Duration handshakeTime;
    private final Duration loginTime;
    private final Duration stalledAfter;
    private final Duration shutdownGrace;
    private final Duration longestSession;
    private final Duration blocksDeliveries;

    private ListenerLimits(Section digipoort, Section limits) throws ConfigurationException {
        limits.allow(
                "notLoggedIn",
                "waitingWork",
                "handshakeTime",
                "loginTime",
                "stalledAfter",
                "shutdownGrace",
                "longestSession",
                "blocksDeliveries");
        this.idle = digipoort.seconds("connectiontimeout", LEAST_IDLE, LEAST_IDLE, MANY);
        this.connections = ConnectionLimits.of(
                        digipoort.number("connectionLimit", 2000, 0, MANY),
                        digipoort.number("connectionLimitPerIP", 200, 0, MANY))
                .notLoggedIn(limits.number("notLoggedIn", 500, 0, MANY));
        this.waitingWork = limits.number("waitingWork", 200, 1, MANY);
        this.handshakeTime = limits.seconds("handshakeTime", 10, 1, LONGEST_HANDSHAKE);
        this.loginTime = limits.seconds("loginTime", 60, SHORTEST, HOUR);
        this.stalledAfter = limits.seconds("stalledAfter", 300, SHORTEST, HOUR);
        this.shutdownGrace = limits.seconds("shutdownGrace", 5, 0, HOUR);
        this.longestSession = limits.seconds("longestSession", DAY / 2, 0, WEEK);
        this.blocksDeliveries = limits.seconds("blocksDeliveries", 600, 0, DAY);
    }

    /** Reads the elements; missing keys have their defaults. */
    static ListenerLimits from(Section digipoort) throws ConfigurationException {
        return new ListenerLimits(digipoort, digipoort.optionalSection("limits"));
    }

    /** How long a connection may have no octet in either direction. */
    Duration idle() {
        return idle;
    }

    ConnectionLimits connections() {
        return connections;
    }

    /** How many commands may wait for a thread before clients that are not logged in are refused. */
    int waitingWork() {
        return waitingWork;
    }

    /** How long one TLS handshake may take. */
    Duration handshakeTime() {
        return handshakeTime;
    }

    /** How long a connection may take to reach TRANSACTION. */
    Duration loginTime() {
        return loginTime;
    }

    /** How long a client may read nothing of what is sent to it. */
    Duration stalledAfter() {
        return stalledAfter;
    }

    /** How long sessions may go on when the server stops. */
    Duration shutdownGrace() {
        return shutdownGrace;
    }

    /** How long a session may last from its login; zero means for ever. */
    Duration longestSession() {
        return longestSession;
    }

    /** How long a session may move no message while mail is held for its maildrop; zero means for ever. */
    Duration blocksDeliveries() {
        return blocksDeliveries;
    }
}
