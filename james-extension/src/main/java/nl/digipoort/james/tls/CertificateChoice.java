package nl.digipoort.james.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands where TLS belongs until the client's first message has shown which of the certificates it can verify, then puts TLS in
 * its own place, and has it read the message once more (docs/adr/0020-tls-of-its-own.md). Both together get no more time than a handshake.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails ends in channelInactive all the same
final class CertificateChoice extends ByteToMessageDecoder {
    private static final Logger LOGGER = LoggerFactory.getLogger(CertificateChoice.class);

    private final BiFunction<ClientHello, ByteBufAllocator, SslHandler> handlers;
    private final Duration timeout;
    private Future<?> timer;
    private long begin;

    /** @param handlers makes the one for what the client can verify */
    CertificateChoice(BiFunction<ClientHello, ByteBufAllocator, SslHandler> handlers, Duration timeout) {
        this.handlers = handlers;
        this.timeout = timeout;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        begin = System.nanoTime();
        timer = ctx.executor().schedule(() -> giveUp(ctx), timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf octets, List<Object> out) {
        ClientHello.of(octets).ifPresent(hello -> {
            SslHandler handler = handlers.apply(hello, ctx.alloc());
            long left = timeout.toNanos() - (System.nanoTime() - begin);
            handler.setHandshakeTimeout(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)), TimeUnit.MILLISECONDS);
            ctx.pipeline().replace(this, ctx.name(), handler);
        });
    }

    private static void giveUp(ChannelHandlerContext ctx) {
        LOGGER.info(
                "The client {} sent no ClientHello in time; the connection is closed",
                ctx.channel().remoteAddress());
        ctx.close();
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        timer.cancel(false);
    }
}
