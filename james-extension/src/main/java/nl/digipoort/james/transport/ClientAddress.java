// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;

/** The address of a client: as reported by a trusted proxy, or else the peer of the socket. */
public final class ClientAddress {
    private static final AttributeKey<InetSocketAddress> TOLD_BY_PROXY =
            AttributeKey.valueOf(ClientAddress.class, "toldByProxy");

    private ClientAddress() {}

    public static void tell(Channel channel, InetSocketAddress client) {
        channel.attr(TOLD_BY_PROXY).set(client);
    }

    public static InetSocketAddress of(Channel channel) {
        InetSocketAddress told = channel.attr(TOLD_BY_PROXY).get();
        return told == null ? (InetSocketAddress) channel.remoteAddress() : told;
    }
}
