// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;
import nl.digipoort.james.tls.HandshakeLog;
import org.apache.james.protocols.netty.HandlerConstants;

/**
 * Counts how TLS began on one connection, or that the connection ended before that, and logs why it failed. Placed after the TLS handler
 * and before the {@link Pop3Connection}. All state is confined to the event loop.
 */
final class HandshakeObserver extends ChannelInboundHandlerAdapter {
    private enum Way {
        STLS("STLS"),
        TLS("at-once");

        private final String text;

        Way(String text) {
            this.text = text;
        }
    }

    private final TlsMetrics metrics;
    private final HandshakeLog log;
    private Way way = Way.STLS;
    private boolean secured;
    private boolean failed;

    HandshakeObserver(TlsMetrics metrics, HandshakeLog log) {
        this.metrics = metrics;
        this.log = log;
    }

    /** By now the TLS handler of a connection that begins with TLS is in the pipeline. */
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        way = hasTls(ctx) ? Way.TLS : Way.STLS;
        ctx.fireChannelActive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!secured && event instanceof SslHandshakeCompletionEvent) {
            handshakeOver(ctx, (SslHandshakeCompletionEvent) event);
        }
        ctx.fireUserEventTriggered(event);
    }

    private void handshakeOver(ChannelHandlerContext ctx, SslHandshakeCompletionEvent event) {
        if (event.isSuccess()) {
            secured = true;
            SslHandler tls = ctx.pipeline().get(SslHandler.class);
            String version = tls.engine().getSession().getProtocol();
            if (way == Way.TLS) {
                metrics.securedAtOnce(version);
            } else {
                metrics.securedByStls(version);
            }
        } else {
            tell(ctx, event.cause());
        }
    }

    private void tell(ChannelHandlerContext ctx, Throwable cause) {
        if (!failed) {
            failed = true;
            log.failed(ctx.channel(), way.text, cause);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!secured && hasTls(ctx)) {
            metrics.failed();
            tell(ctx, new ClosedChannelException());
        }
        ctx.fireChannelInactive();
    }

    private static boolean hasTls(ChannelHandlerContext ctx) {
        return ctx.pipeline().get(HandlerConstants.SSL_HANDLER) != null;
    }
}
