// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What a server sends on a bad line: slowly, or not to its end. Its switches are for any thread, all else for the event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // promises tell those who wait
final class FaultyOutput extends ChannelOutboundHandlerAdapter {
    static final int PIECE = 256;
    static final long PAUSE_MILLIS = 200;

    private final Deque<Piece> waiting = new ArrayDeque<>();
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
    private volatile boolean slow;
    private boolean sending;

    void slowDown() {
        slow = true;
    }

    void cutAfter(long octets) {
        left.set(octets);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (!(message instanceof ByteBuf octets)) {
            super.write(context, message, promise);
        } else if (left.get() == Long.MAX_VALUE) {
            send(context, octets, promise);
        } else {
            cut(context, octets, promise);
        }
    }

    private void send(ChannelHandlerContext context, ByteBuf octets, ChannelPromise promise) {
        if (slow) {
            waiting.add(new Piece(octets, promise));
            sendNext(context);
        } else {
            context.write(octets, promise);
        }
    }

    private void cut(ChannelHandlerContext context, ByteBuf octets, ChannelPromise promise) {
        int some = (int) Math.min(left.get(), octets.readableBytes());
        if (left.addAndGet(-some) > 0) {
            send(context, octets, promise);
            return;
        }
        ChannelPromise last = context.newPromise();
        last.addListener(written -> {
            promise.tryFailure(new IOException("the fault " + Fault.CUT.label()));
            context.close();
        });
        send(context, octets.readRetainedSlice(some), last);
        octets.release();
        context.flush();
    }

    private void sendNext(ChannelHandlerContext context) {
        if (sending || waiting.isEmpty()) {
            return;
        }
        sending = true;
        Piece next = waiting.peek();
        if (next.octets.readableBytes() > PIECE) {
            context.writeAndFlush(next.octets.readRetainedSlice(PIECE));
        } else {
            waiting.remove();
            context.writeAndFlush(next.octets, next.promise);
        }
        context.executor()
                .schedule(
                        () -> {
                            sending = false;
                            sendNext(context);
                        },
                        PAUSE_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    /** What waits is sent before the connection ends, as it would be in a buffer of the system. */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
        if (waiting.isEmpty() || !context.channel().isActive()) {
            super.close(context, promise);
        } else {
            waiting.peekLast().promise.addListener(written -> context.close(promise));
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        for (Piece piece : waiting) {
            ReferenceCountUtil.release(piece.octets);
            piece.promise.tryFailure(new IOException("the connection is closed"));
        }
        waiting.clear();
    }

    private record Piece(ByteBuf octets, ChannelPromise promise) {}
}
