// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two time limits of a silent connection, measured on its socket. While nothing is to be sent, the idle time runs from the last octet
 * in either direction. While something is to be sent, the client must read at least one octet within the stall time: a slow download
 * continues, but a client that reads nothing is dropped. Comes first in the pipeline, before TLS. All state is confined to the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails ends in channelInactive all the same
public final class SilenceTimer extends ChannelDuplexHandler {
    public static final String NAME = "silenceTimer";

    private static final Logger LOGGER = LoggerFactory.getLogger(SilenceTimer.class);
    /** How many checks for progress are made within the stall time. */
    private static final int LOOKS = 4;

    private final long idle;
    private final long stalled;
    private final LongSupplier clock;
    private final Runnable onDrop;
    private long lastRead;
    private long lastTaken;
    private long progress;
    private boolean running;
    private Future<?> look;

    /**
     * @param stalledAfter longest time that a client may leave its output unread
     * @param clock in nanoseconds from any point
     * @param onDrop called when a client is dropped because of that
     */
    public SilenceTimer(Duration idle, Duration stalledAfter, LongSupplier clock, Runnable onDrop) {
        this.idle = idle.toNanos();
        this.stalled = stalledAfter.toNanos();
        this.clock = clock;
        this.onDrop = onDrop;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        lastRead = clock.getAsLong();
        lastTaken = lastRead;
        lookIn(ctx, idle);
        ctx.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (look != null) {
            look.cancel(false);
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        lastRead = clock.getAsLong();
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        ctx.write(message, promise.unvoid().addListener(written -> lastTaken = clock.getAsLong()));
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        boolean waitedBefore = isWaiting(ctx);
        ctx.flush();
        if (waitedBefore || !isWaiting(ctx)) {
            return;
        }
        lastTaken = clock.getAsLong();
        progress = taken(ctx);
        if (!running) {
            running = true;
            lookIn(ctx, stalled / LOOKS);
        }
    }

    private void look(ChannelHandlerContext ctx) {
        try {
            running = isWaiting(ctx);
            if (running) {
                lookForProgress(ctx, clock.getAsLong());
            } else {
                lookForIdleness(ctx, clock.getAsLong());
            }
        } catch (RuntimeException | Error e) {
            ctx.fireExceptionCaught(e); // ends the connection, for which there may be no further look
        }
    }

    private void lookForProgress(ChannelHandlerContext ctx, long now) {
        if (taken(ctx) != progress) {
            progress = taken(ctx);
            lastTaken = now;
        }
        if (now - lastTaken < stalled) {
            lookIn(ctx, stalled / LOOKS);
            return;
        }
        LOGGER.info(
                "The client {} took nothing for {} s; the connection is closed",
                ClientAddress.of(ctx.channel()),
                TimeUnit.NANOSECONDS.toSeconds(stalled));
        onDrop.run();
        ctx.close();
    }

    private void lookForIdleness(ChannelHandlerContext ctx, long now) {
        long left = idle - (now - Math.max(lastRead, lastTaken));
        if (left > 0) {
            lookIn(ctx, left);
        } else {
            lookIn(ctx, idle);
            ctx.fireUserEventTriggered(ConnectionEvent.IDLE);
        }
    }

    private void lookIn(ChannelHandlerContext ctx, long nanos) {
        if (look != null) {
            look.cancel(false);
        }
        look = ctx.executor().schedule(() -> look(ctx), nanos, TimeUnit.NANOSECONDS);
    }

    private static boolean isWaiting(ChannelHandlerContext ctx) {
        ChannelOutboundBuffer unsent = ctx.channel().unsafe().outboundBuffer();
        return unsent != null && !unsent.isEmpty();
    }

    /** Octets written of the current buffer; whole buffers are reported by Netty. */
    private static long taken(ChannelHandlerContext ctx) {
        ChannelOutboundBuffer unsent = ctx.channel().unsafe().outboundBuffer();
        return unsent == null ? 0 : unsent.currentProgress();
    }
}
