// SPDX-License-Identifier: Apache-2.0
/**
 * The POP3 listeners and their connections, on Netty: immediate TLS or STLS, one line at a time, answers sent as fast as the client reads.
 * Blocking work runs on the executor, never on an event loop. The meaning of commands is not known here. Begin with {@link
 * nl.digipoort.james.pop3.server.Pop3Connection}, and {@link nl.digipoort.james.pop3.server.Pop3ChannelInitializer} for the pipeline around
 * it.
 */
package nl.digipoort.james.pop3.server;
