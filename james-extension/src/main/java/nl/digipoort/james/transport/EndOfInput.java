// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import io.netty.channel.socket.SocketChannelConfig;

/**
 * Leaves a connection open whose client has ended what it sends (FIN) or does not take answers any more, so that all that was received
 * is read and answered. The handler at the end of the pipeline closes it.
 */
public final class EndOfInput {
    private EndOfInput() {}

    public static void set(SocketChannelConfig connection) {
        connection.setAllowHalfClosure(true).setAutoClose(false);
    }
}
