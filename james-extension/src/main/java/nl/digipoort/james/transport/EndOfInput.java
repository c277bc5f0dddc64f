// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import io.netty.channel.socket.SocketChannelConfig;

/**
 * Keeps a connection open after its client has ended its output (FIN) or stopped reading, so that all received input is read and answered.
 * The last handler of the pipeline closes it.
 */
public final class EndOfInput {
    private EndOfInput() {}

    public static void set(SocketChannelConfig connection) {
        connection.setAllowHalfClosure(true).setAutoClose(false);
    }
}
