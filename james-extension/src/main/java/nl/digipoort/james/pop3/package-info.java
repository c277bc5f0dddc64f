// SPDX-License-Identifier: Apache-2.0
/**
 * POP3: command lines, replies, and the {@link nl.digipoort.james.pop3.Gate}, the one place that decides which command passes in which
 * phase, before or under TLS. Connections are in {@code server}, logins in {@code authorization}, commands on a maildrop in {@code
 * transaction}. No other feature may be used here. Begin with {@link nl.digipoort.james.pop3.Gate} and {@link
 * nl.digipoort.james.pop3.Reply}.
 */
package nl.digipoort.james.pop3;
