// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import nl.digipoort.james.transport.ClientAddress;
import org.apache.james.protocols.netty.HandlerConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delays the greeting on the port that serves both STLS and immediate TLS (docs/develop/adr/0018-one-port-both-ways.md). The client's first
 * octet, or its silence, shows which of the two it wants. Only then the connection becomes active for the rest of the pipeline, which
 * greets. The decision depends on this connection alone, never on what its address did before. No thread waits; all state is confined to
 * the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails ends in channelInactive all the same
final class GreetingDelay extends ChannelInboundHandlerAdapter {
    private static final Logger LOGGER = LoggerFactory.getLogger(GreetingDelay.class);

    /** Long enough for the event loop to read once more. */
    private static final Duration ONE_MORE_TURN = Duration.ofMillis(1);

    private final Duration grace;
    private final Supplier<? extends ChannelHandler> tls;
    private Future<?> timer;
    private boolean released;

    /**
     * @param grace how long the greeting is delayed while the client is silent
     * @param tls creates the TLS handler of a connection
     */
    GreetingDelay(Duration grace, Supplier<? extends ChannelHandler> tls) {
        this.grace = grace;
        this.tls = tls;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (!ctx.channel().isActive()) {
            return; // refused by a limit
        }
        after(grace, ctx, () -> lookOnceMore(ctx));
    }

    /** A busy event loop may run the timer before it reads a ClientHello that arrived in time. */
    private void lookOnceMore(ChannelHandlerContext ctx) {
        after(ONE_MORE_TURN, ctx, () -> release(ctx));
    }

    private void after(Duration delay, ChannelHandlerContext ctx, Runnable step) {
        timer = ctx.executor().schedule(step, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf octets = (ByteBuf) message;
        if (!ctx.channel().isActive() || !octets.isReadable()) {
            octets.release();
            return;
        }
        switch (FirstOctets.of(octets)) {
            case TLS:
                beginTls(ctx, octets);
                break;
            case SSL_2:
                refuse(ctx, octets, "began with SSL 2.0");
                break;
            default:
                passOn(ctx, octets);
        }
    }

    private void beginTls(ChannelHandlerContext ctx, ByteBuf octets) {
        if (released) {
            refuse(ctx, octets, "began TLS later than immediateTls/grace, after the greeting");
            return;
        }
        ctx.pipeline().addAfter(ctx.name(), HandlerConstants.SSL_HANDLER, tls.get());
        passOn(ctx, octets);
    }

    private void passOn(ChannelHandlerContext ctx, ByteBuf octets) {
        release(ctx);
        ctx.pipeline().remove(this);
        ctx.fireChannelRead(octets);
    }

    private void release(ChannelHandlerContext ctx) {
        if (!released) {
            released = true;
            stopWaiting();
            ctx.fireChannelActive();
        }
    }

    private static void refuse(ChannelHandlerContext ctx, ByteBuf octets, String reason) {
        octets.release();
        LOGGER.info("The client {} {}; the connection is closed", ClientAddress.of(ctx.channel()), reason);
        ctx.close();
    }

    /** Handlers that did not see the connection become active do not see its end. */
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stopWaiting();
        if (released) {
            ctx.fireChannelInactive();
        }
    }

    private void stopWaiting() {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
