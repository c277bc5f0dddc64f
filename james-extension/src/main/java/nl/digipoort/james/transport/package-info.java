// SPDX-License-Identifier: Apache-2.0
/**
 * What the connections of all protocols have in common, on Netty: limits on their number and idle time, the client's address, lines, and
 * worker threads. Nothing here belongs to one protocol. Begin with {@link nl.digipoort.james.transport.ActiveConnections}.
 */
package nl.digipoort.james.transport;
