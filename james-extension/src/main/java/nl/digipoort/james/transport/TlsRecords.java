// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Puts TLS behind itself and hands it one record after the other, each when the lines of those before are answered. So a client's
 * close_notify, after which TLS sends nothing any more, is seen behind the answers to what came before it, and the end of its
 * socket behind both. All state is the event loop's.
 */
public final class TlsRecords extends ByteToMessageDecoder {
    private static final int HEADER = 5;
    private static final int LENGTH = 3;
    /** RFC 5246 section 6.2.3; a longer one is for TLS to refuse. */
    private static final int MOST_OCTETS = (1 << 14) + 2048;

    /** What may wait before no more is read. */
    private static final int READ_AHEAD = 16 * 1024;

    private static final int FIRST_TYPE = 20;
    private static final int LAST_TYPE = 24;

    private final Supplier<ChannelHandler> tls;
    private final BooleanSupplier wanted;
    private ChannelHandlerContext context;
    private boolean passing;
    private boolean ended;

    /**
     * @param tls makes the handler that does the TLS, when there is a place for it
     * @param wanted whether the connection can take what a record has
     */
    public TlsRecords(Supplier<ChannelHandler> tls, BooleanSupplier wanted) {
        this.tls = tls;
        this.wanted = wanted;
    }

    /** Has the records in a pipeline that wait, if there is TLS, passed on as far as they are wanted. */
    public static void passOn(ChannelPipeline pipeline) {
        TlsRecords records = pipeline.get(TlsRecords.class);
        if (records != null) {
            records.passOn();
        }
    }

    /** Whether so much waits that no more may be read yet. */
    public static boolean isFull(ChannelPipeline pipeline) {
        TlsRecords records = pipeline.get(TlsRecords.class);
        return records != null && records.isFull();
    }

    private boolean isFull() {
        return actualReadableBytes() >= READ_AHEAD && !wanted.getAsBoolean();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        ctx.pipeline().addAfter(ctx.name(), null, tls.get());
    }

    private void passOn() {
        if (!passing && (actualReadableBytes() > 0 || ended)) {
            try {
                channelRead(context, Unpooled.EMPTY_BUFFER);
                context.fireChannelReadComplete();
            } catch (Exception e) {
                context.fireExceptionCaught(e);
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        boolean outermost = !passing;
        passing = true;
        try {
            super.channelRead(ctx, message);
        } finally {
            passing = !outermost;
        }
        if (isFull()) {
            ctx.channel().config().setAutoRead(false);
        }
        passEndOn();
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf octets, List<Object> records) {
        if (octets.readableBytes() < HEADER) {
            return;
        }
        int type = octets.getUnsignedByte(octets.readerIndex());
        int length = octets.getUnsignedShort(octets.readerIndex() + LENGTH);
        if (type < FIRST_TYPE || type > LAST_TYPE || length > MOST_OCTETS) {
            records.add(octets.readRetainedSlice(octets.readableBytes()));
        } else if (octets.readableBytes() >= HEADER + length && wanted.getAsBoolean()) {
            records.add(octets.readRetainedSlice(HEADER + length));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ended = true;
            passEndOn();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    /** Behind the last whole record. */
    private void passEndOn() {
        if (ended && !passing && wanted.getAsBoolean()) {
            ended = false;
            context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    /** The connection broke: what was not taken is not taken any more. */
    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf octets, List<Object> records) {
        octets.skipBytes(octets.readableBytes());
    }
}
