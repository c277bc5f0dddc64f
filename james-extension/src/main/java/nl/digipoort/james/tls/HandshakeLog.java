// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import com.google.common.net.InetAddresses;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.OptionalLong;
import nl.digipoort.james.transport.ClientAddress;
import nl.digipoort.james.transport.Notices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs why handshakes failed, one line for each network and minute. Thread-safe. */
public final class HandshakeLog {
    private static final Logger LOGGER = LoggerFactory.getLogger(HandshakeLog.class);

    private final Notices notices = new Notices();

    /** @param way how TLS began, or should have begun */
    public void failed(Channel channel, String way, Throwable cause) {
        InetSocketAddress client = ClientAddress.of(channel);
        OptionalLong leftOut = notices.next(client);
        if (leftOut.isPresent()) {
            LOGGER.info(
                    "TLS handshake failed address={} port={} way={} leftOut={} reason={}",
                    InetAddresses.toAddrString(client.getAddress()),
                    client.getPort(),
                    way,
                    leftOut.getAsLong(),
                    HandshakeFailure.reason(cause, ClientHelloReader.helloOf(channel)));
        }
    }

    /** A handler that logs the handshake of one connection; it belongs after the connection's TLS. */
    public ChannelInboundHandlerAdapter observer(String way) {
        return new Observer(way);
    }

    private final class Observer extends ChannelInboundHandlerAdapter {
        private final String way;
        private boolean over;

        private Observer(String way) {
            this.way = way;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent) {
                Throwable cause = ((SslHandshakeCompletionEvent) event).cause();
                over(ctx, cause);
            }
            ctx.fireUserEventTriggered(event);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            over(ctx, new ClosedChannelException());
            ctx.fireChannelInactive();
        }

        private void over(ChannelHandlerContext ctx, Throwable cause) {
            if (!over && cause != null) {
                failed(ctx.channel(), way, cause);
            }
            over = true;
        }
    }
}
