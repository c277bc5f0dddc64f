// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.peer;

import nl.digipoort.james.benchmarks.client.Account;

/**
 * An account with its messages.
 *
 * @param octets of each message, as RETR gives them
 */
public record Maildrop(Account account, int messages, int octets) {}
