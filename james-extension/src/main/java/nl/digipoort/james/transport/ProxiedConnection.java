// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import com.google.common.net.InetAddresses;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The start of a connection from a trusted proxy: the header of the PROXY protocol, version 1 or 2, gives the client's address. The rest of
 * the pipeline sees the connection once the header has arrived, and never if it is missing or late. All state is confined to the event
 * loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails ends in channelInactive all the same
public final class ProxiedConnection extends ChannelInboundHandlerAdapter {
    /** A proxy sends its header with its first octets. */
    static final int HEADER_SECONDS = 10;

    private static final Logger LOGGER = LoggerFactory.getLogger(ProxiedConnection.class);

    private Future<?> deadline;

    private ProxiedConnection() {}

    public static void addTo(ChannelPipeline pipeline) {
        pipeline.addLast(new HAProxyMessageDecoder(), new ProxiedConnection());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        deadline = ctx.executor().schedule(() -> refuse(ctx, "sent no PROXY header"), HEADER_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        HAProxyMessage header = (HAProxyMessage) message;
        try {
            if (isAboutAClient(header)) {
                ClientAddress.tell(
                        ctx.channel(),
                        new InetSocketAddress(InetAddresses.forString(header.sourceAddress()), header.sourcePort()));
            }
        } finally {
            header.release();
        }
        deadline.cancel(false);
        ctx.fireChannelActive();
        ctx.pipeline().remove(this);
    }

    /** A proxy also connects for itself, for a health check, or for a protocol other than TCP. */
    private static boolean isAboutAClient(HAProxyMessage header) {
        return header.command() == HAProxyCommand.PROXY
                && (header.proxiedProtocol() == HAProxyProxiedProtocol.TCP4
                        || header.proxiedProtocol() == HAProxyProxiedProtocol.TCP6);
    }

    /** The rest of the pipeline has not seen this connection. */
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.cancel(false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            LOGGER.debug("The proxy {} broke its connection off", ctx.channel().remoteAddress(), cause);
            ctx.close();
        } else {
            refuse(ctx, "sent something else than a PROXY header: " + cause.getMessage());
        }
    }

    private static void refuse(ChannelHandlerContext ctx, String reason) {
        LOGGER.warn("The proxy {} {}; the connection is closed", ctx.channel().remoteAddress(), reason);
        ctx.close();
    }
}
