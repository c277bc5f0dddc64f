// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.client;

/**
 * One command of a session and the shape of its answer.
 *
 * @param command without the line end
 */
record Step(String command, Answer answer) {
    enum Answer {
        LINE,
        MULTI_LINE,
        /** {@code +OK}, then the TLS handshake. */
        START_TLS,
        /** Challenges and responses of DIGEST-MD5, to the last line. */
        DIGEST_MD5
    }

    static Step line(String command) {
        return new Step(command, Answer.LINE);
    }

    static Step multiLine(String command) {
        return new Step(command, Answer.MULTI_LINE);
    }
}
