// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import javax.net.ssl.SSLHandshakeException;

/**
 * Takes the place of TLS until the client's first message has arrived. That message shows which certificates the client can verify and
 * whether it wants this protocol. Then TLS replaces this handler and reads the message again (docs/develop/adr/0020-tls-of-its-own.md).
 * Both share the time limit of one handshake.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails ends in channelInactive all the same
final class ClientHelloReader extends ByteToMessageDecoder {
    /** An unencrypted record with the fatal alert no_application_protocol (RFC 7301 section 3.2). */
    private static final byte[] NO_APPLICATION_PROTOCOL = {21, 3, 3, 0, 2, 2, 120};

    private static final AttributeKey<ClientHello> HELLO = AttributeKey.valueOf(ClientHelloReader.class, "hello");

    /** The server refuses the handshake. */
    static final class RefusedException extends SSLHandshakeException {
        private static final long serialVersionUID = 1;

        private RefusedException(String reason) {
            super(reason);
        }
    }

    private final BiFunction<ClientHello, ByteBufAllocator, SslHandler> handlers;
    private final Set<String> protocols;
    private final Duration timeout;
    private Future<?> timer;
    private long begin;
    private boolean refused;

    /**
     * @param handlers makes the TLS handler for the client's first message
     * @param protocols names of ALPN; a client that offers any must offer one of these
     */
    ClientHelloReader(
            BiFunction<ClientHello, ByteBufAllocator, SslHandler> handlers, Set<String> protocols, Duration timeout) {
        this.handlers = handlers;
        this.protocols = protocols;
        this.timeout = timeout;
    }

    /** The first message of a channel's client, if it has been read and TLS has not begun. */
    static Optional<ClientHello> helloOf(Channel channel) {
        return Optional.ofNullable(channel.attr(HELLO).get());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        begin = System.nanoTime();
        timer = ctx.executor().schedule(() -> giveUp(ctx), timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf octets, List<Object> out) {
        if (refused || !ctx.channel().isActive()) {
            octets.skipBytes(octets.readableBytes());
            return;
        }
        ClientHello.of(octets).ifPresent(hello -> {
            if (hello.isFor(protocols)) {
                begin(ctx, hello);
            } else {
                refuse(ctx, octets);
            }
        });
    }

    private void begin(ChannelHandlerContext ctx, ClientHello hello) {
        SslHandler handler = handlers.apply(hello, ctx.alloc());
        long left = timeout.toNanos() - (System.nanoTime() - begin);
        handler.setHandshakeTimeout(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)), TimeUnit.MILLISECONDS);
        Channel channel = ctx.channel();
        channel.attr(HELLO).set(hello);
        handler.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                channel.attr(HELLO).set(null);
            }
        });
        ctx.pipeline().replace(this, ctx.name(), handler);
    }

    private void refuse(ChannelHandlerContext ctx, ByteBuf octets) {
        refused = true;
        octets.skipBytes(octets.readableBytes());
        ctx.writeAndFlush(Unpooled.wrappedBuffer(NO_APPLICATION_PROTOCOL)).addListener(ChannelFutureListener.CLOSE);
        failed(ctx, new RefusedException("the client means another protocol (ALPN)"));
    }

    private void giveUp(ChannelHandlerContext ctx) {
        failed(ctx, new RefusedException("not finished in " + timeout.toSeconds() + " s"));
        ctx.close();
    }

    private static void failed(ChannelHandlerContext ctx, SSLHandshakeException cause) {
        ctx.fireUserEventTriggered(new SslHandshakeCompletionEvent(cause));
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        timer.cancel(false);
    }
}
