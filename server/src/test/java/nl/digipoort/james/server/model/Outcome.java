// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

/** What a client knows about one of its operations. */
public enum Outcome {
    /** The server said yes, and sent all of the answer. */
    OK,
    /** The server said no. */
    FAIL,
    /** The connection broke, or the answer leaves it open: it may have happened. */
    UNKNOWN
}
