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
 * Adds TLS after itself and passes it one record at a time, each after the lines of earlier records are answered. TLS sends nothing after a
 * client's close_notify. So the close_notify is seen only after the answers to the input before it, and the end of the socket after both.
 * All state is confined to the event loop.
 */
public final class TlsRecords extends ByteToMessageDecoder {
    private static final int HEADER = 5;
    private static final int LENGTH = 3;
    /** RFC 5246 section 6.2.3, in octets; TLS itself refuses a longer record. */
    private static final int MOST_OCTETS = (1 << 14) + 2048;

    /** Unread octets above which reading stops. */
    private static final int READ_AHEAD = 16 * 1024;

    private static final int FIRST_TYPE = 20;
    private static final int LAST_TYPE = 24;

    private final Supplier<ChannelHandler> tls;
    private final BooleanSupplier wanted;
    private ChannelHandlerContext context;
    private boolean passing;
    private boolean ended;

    /**
     * @param tls makes the TLS handler; called when this handler is in its pipeline
     * @param wanted whether the connection can use the content of a record
     */
    public TlsRecords(Supplier<ChannelHandler> tls, BooleanSupplier wanted) {
        this.tls = tls;
        this.wanted = wanted;
    }

    /** Passes on the waiting records of a pipeline with TLS, as far as they are wanted. */
    public static void passOn(ChannelPipeline pipeline) {
        TlsRecords records = pipeline.get(TlsRecords.class);
        if (records != null) {
            records.passOn();
        }
    }

    /** Whether reading has to stop because too much input waits. */
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

    /** After the last complete record. */
    private void passEndOn() {
        if (ended && !passing && wanted.getAsBoolean()) {
            ended = false;
            context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    /** The connection is broken: drops the input that was not passed on. */
    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf octets, List<Object> records) {
        octets.skipBytes(octets.readableBytes());
    }
}
