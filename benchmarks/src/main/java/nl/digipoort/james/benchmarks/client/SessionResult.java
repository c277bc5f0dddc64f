// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.client;

import java.util.Map;

/**
 * The result of a session that got every answer it wanted.
 *
 * @param nanos from connect to the last answer
 * @param octets of the bodies of multi-line answers, dot-stuffed
 * @param nanosByCommand by the first word of the command: from sending the first of that name to the answer to the last
 * @param nanosToStat from connect to the answer to STAT, 0 without one
 * @param messages in the maildrop, from the answer to STAT, 0 without one
 * @param cipherSuite of the TLS session, with its protocol
 */
public record SessionResult(
        long nanos,
        long octets,
        Map<String, Long> nanosByCommand,
        long nanosToStat,
        int messages,
        String cipherSuite) {}
