// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

/** Events that the handlers of one connection send through its pipeline, besides Netty's own. */
public enum ConnectionEvent {
    /** No octet in either direction for the idle time. */
    IDLE,
    /** The connection is to end at once, because a newcomer needs its place. */
    DISPLACED,
    /** The server stops: work in progress may be finished; everything else ends. */
    STOPPING
}
