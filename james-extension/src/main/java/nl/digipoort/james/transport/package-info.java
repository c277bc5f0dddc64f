// SPDX-License-Identifier: Apache-2.0
/**
 * What the connections of every protocol have in common, on Netty: how many there may be, where they come from, how long they may be
 * silent, the lines that they send, and the threads that do their work. No protocol belongs here. Begin with {@link
 * nl.digipoort.james.transport.ActiveConnections}.
 */
package nl.digipoort.james.transport;
