// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

/** What the handlers of one connection tell each other through its pipeline, besides Netty's own events. */
public enum ConnectionEvent {
    /** No octet has gone in either direction for the idle time. */
    IDLE,
    /** The connection is to end at once, because a newcomer needs its place. */
    DISPLACED,
    /** The server stops: what is under way may go on to its end, all else ends. */
    STOPPING
}
