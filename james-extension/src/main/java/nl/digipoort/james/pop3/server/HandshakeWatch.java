package nl.digipoort.james.pop3.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.apache.james.protocols.netty.HandlerConstants;

/**
 * Counts how the TLS of one connection began, or that the connection ended before it had. Stands behind the TLS and in front of the
 * {@link Pop3Connection}. All state is the event loop's.
 */
final class HandshakeWatch extends ChannelInboundHandlerAdapter {
    private enum Opening {
        STLS,
        TLS
    }

    private final TlsMetrics metrics;
    private Opening opening = Opening.STLS;
    private boolean secured;

    HandshakeWatch(TlsMetrics metrics) {
        this.metrics = metrics;
    }

    /** A connection that begins with TLS is told of behind it. */
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        opening = hasTls(ctx) ? Opening.TLS : Opening.STLS;
        ctx.fireChannelActive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!secured
                && event instanceof SslHandshakeCompletionEvent
                && ((SslHandshakeCompletionEvent) event).isSuccess()) {
            secured = true;
            SslHandler tls = ctx.pipeline().get(SslHandler.class);
            String version = tls.engine().getSession().getProtocol();
            if (opening == Opening.TLS) {
                metrics.securedAtOnce(version);
            } else {
                metrics.securedByStls(version);
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!secured && hasTls(ctx)) {
            metrics.failed();
        }
        ctx.fireChannelInactive();
    }

    private static boolean hasTls(ChannelHandlerContext ctx) {
        return ctx.pipeline().get(HandlerConstants.SSL_HANDLER) != null;
    }
}
