// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One client's connection of a protocol of lines. It handles one line at a time: an executor does the work, the reply is written, and only
 * then the next line is handled. So replies stay in order, pipelined lines wait in a bounded buffer, nothing is read ahead across TLS, and
 * the event loop never waits. A client that does not read its replies gets no further ones. A client that has ended its input gets a reply
 * to each whole line; then the connection ends. Whatever is thrown anywhere, an Error too, closes the connection, and {@link #release} is the
 * only exit: it runs once, after the connection is closed and no work is under way. All state is confined to the event loop.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // a write that fails is noticed, and a close that fails ends in channelInactive all
// the same
public abstract class LineConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOGGER = LoggerFactory.getLogger(LineConnection.class);
    private static final int READ_AHEAD = 16 * 1024;
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final Consumer<ChannelPipeline> tls;
    private final Executor workers;
    private final LineBuffer lines = new LineBuffer();
    private final AtomicBoolean released = new AtomicBoolean();
    private ChannelHandlerContext context;
    private boolean secured;
    private boolean working;
    /** No further line is taken; work that is under way still ends. */
    private boolean ending;
    /** The client has ended its input in order: all of it has arrived. */
    private boolean allReceived;
    /** The client does not receive replies any more; earlier input may still be unread. */
    private boolean unheard;

    private boolean gone;

    /**
     * @param workers runs {@link #release}
     * @param tls adds TLS in front of all other handlers of a pipeline
     */
    protected LineConnection(Executor workers, Consumer<ChannelPipeline> tls) {
        this.workers = workers;
        this.tls = tls;
    }

    /** The connection has begun. */
    protected abstract void begin();

    /** The TLS handshake is complete. */
    protected abstract void secured();

    /** The longest next line in octets, its line end included. */
    protected abstract int lineLimit();

    protected abstract void line(byte[] octets);

    protected abstract void lineTooLong();

    /** The last reply to a client that sends no lines at all. */
    protected abstract String junk();

    /** Whether a line that looks like HTTP may be just that. */
    protected abstract boolean mayBeHttp();

    /** An event that is not one of this class, or {@link ConnectionEvent}. */
    protected abstract void event(Object event);

    /** Releases everything that the connection held. On a worker, unless none takes the task. */
    protected abstract void release();

    /** Does the next thing, by default with the next line; false if there is nothing to do now. */
    protected boolean next() {
        return nextLine();
    }

    /** Whether the next line may be handled. */
    protected boolean isListening() {
        return !isBusy();
    }

    /** Whether the executor, or what it has begun, still works for the client. */
    protected boolean isBusy() {
        return working;
    }

    /** Whether lines are carried out for a client that does not receive the replies. */
    protected boolean outlivesClient() {
        return true;
    }

    /** Whether input may still come from a client whose socket has failed: Netty reports its end right after that. */
    protected boolean mayHaveSentMore() {
        return false;
    }

    /** The level at which a connection that breaks is logged. */
    protected Level brokenLevel() {
        return Level.DEBUG;
    }

    /** The client has ended its input. Lines received before are still handled. */
    protected void inputEnded() {
        // By default nothing waits for the client.
    }

    /** Replies are lost from now on. */
    protected void unheard() {
        if (isInHandshake() || !outlivesClient()) {
            breakOff();
        } else {
            soon(() -> {}); // reported in the middle of a step that writes
        }
    }

    /** The client has read more, or is gone: wakes what waits for it. */
    protected void clientChanged() {
        // By default only the next reply waits for the client.
    }

    /** Takes octets of the client; they are released afterwards. */
    protected void take(ByteBuf octets) {
        lines.append(octets);
    }

    /** Whether there is room for more input. */
    protected boolean hasRoom() {
        return lines.size() < READ_AHEAD;
    }

    protected final LineBuffer lines() {
        return lines;
    }

    protected final ChannelHandlerContext context() {
        return context;
    }

    protected final boolean isEnding() {
        return ending;
    }

    protected final boolean isAllReceived() {
        return allReceived;
    }

    protected final boolean isInHandshake() {
        return context.pipeline().get(TlsRecords.class) != null && !secured;
    }

    /** Whether more input can be used: no reply is pending, or nothing is left that could get out of order. */
    public boolean takesMore() {
        return ending || (isListening() && mayReply());
    }

    private boolean mayReply() {
        return unheard || gone || context.channel().isWritable();
    }

    @Override
    public final void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        begin();
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf octets = (ByteBuf) message;
        try {
            if (context != null && !ending) {
                take(octets);
            }
        } finally {
            octets.release();
        }
        if (context != null) {
            goOn();
        }
    }

    @Override
    public final void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (context != null) {
            clientChanged();
            goOn();
        }
    }

    @Override
    public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (context == null) {
            // The connection has not begun, so no last reply is due.
            ctx.close();
        } else if (event instanceof SslHandshakeCompletionEvent && ((SslHandshakeCompletionEvent) event).isSuccess()) {
            secured = true;
            secured();
        } else if (event == ChannelInputShutdownEvent.INSTANCE || event == SslCloseCompletionEvent.SUCCESS) {
            allReceived();
        } else if (event == ChannelOutputShutdownEvent.INSTANCE) {
            unheard = true;
            unheard();
        } else {
            event(event);
        }
    }

    /** The end of input of the socket or of TLS (RFC 5246 section 7.2.1). Lines received before it are still answered. */
    private void allReceived() {
        if (!allReceived) {
            allReceived = true;
            if (isInHandshake()) {
                context.close();
            } else {
                inputEnded();
                goOn();
            }
        }
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        if (context != null) {
            gone = true;
            ending |= !allReceived || !outlivesClient();
            safely(this::clientChanged);
            safely(this::goOn);
        }
    }

    /** An Error may come from a handler that cannot close the connection any more, so that is done in front of all of them. */
    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean ofClient = cause instanceof IOException || cause instanceof DecoderException;
        boolean ofSocket = cause instanceof IOException && !(cause instanceof SSLException);
        if (ofSocket
                && mayHaveSentMore()
                && ctx.channel() instanceof SocketChannel
                && ctx.channel().isActive()) {
            LOGGER.info("Connection of {} broke: {}", ClientAddress.of(ctx.channel()), cause.getMessage());
            unheard = true;
            unheard();
            return;
        }
        ending = true;
        try {
            if (ofClient) {
                // Octets that TLS could not read may be a secret.
                String what = ofSocket ? cause.getMessage() : "trouble with TLS";
                LOGGER.atLevel(brokenLevel()).log("Connection of {} broke: {}", ClientAddress.of(ctx.channel()), what);
            } else {
                LOGGER.error("Connection of {} failed", ClientAddress.of(ctx.channel()), cause);
            }
        } finally {
            (ofClient ? ctx : ctx.pipeline().firstContext()).close();
        }
    }

    /** Does all that is possible now; called after every change. */
    protected final void goOn() {
        boolean more = true;
        while (more) {
            more = mayGoOn() && next();
        }
        if (mayGoOn()) {
            takeMore();
        }
        if (!ending && !gone) {
            context.channel().config().setAutoRead(hasRoom() && !TlsRecords.isFull(context.pipeline()));
        }
        leaveIfGone();
    }

    private boolean mayGoOn() {
        return isListening() && !ending && mayReply();
    }

    /** All whole lines are answered. */
    private void takeMore() {
        if (allReceived) {
            ending = true;
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            leave(workers);
        } else {
            TlsRecords.passOn(context.pipeline());
        }
    }

    protected final boolean nextLine() {
        if (mayBeHttp() && HttpRequest.begins(lines)) {
            LOGGER.debug(
                    "The client {} speaks HTTP and is cut off without a word", ClientAddress.of(context.channel()));
            breakOff();
            return false;
        }
        LineBuffer.Item item = lines.next(lineLimit());
        switch (item.kind()) {
            case LINE:
                line(item.octets());
                return true;
            case TOO_LONG:
                lineTooLong();
                return true;
            case JUNK:
                end(junk());
                return false;
            default:
                return false;
        }
    }

    /**
     * Runs the task on an executor. The task ends with {@link #bring}.
     *
     * @return false if the executor does not take it, mainly because too much work waits or there is no memory for a thread
     */
    protected final boolean work(Executor executor, Runnable task) {
        working = true;
        try {
            executor.execute(() -> run(task));
            return true;
        } catch (RejectedExecutionException e) {
            LOGGER.debug("No worker takes the work for {}", ClientAddress.of(context.channel()));
        } catch (RuntimeException | Error e) {
            LOGGER.error("No worker can take the work for {}", ClientAddress.of(context.channel()), e);
        }
        working = false;
        return false;
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            bring(() -> workFailed(e));
        }
    }

    /** A task has failed: it is unknown what it has done. */
    protected void workFailed(Throwable cause) {
        exceptionCaught(context, cause);
    }

    /**
     * From the executor back to the event loop, with the result of the work.
     *
     * @return false if the event loop has ended, and its connections with it; the caller releases the result, and all else is released here
     */
    protected final boolean bring(Runnable result) {
        try {
            context.executor().execute(() -> {
                working = false;
                safely(result);
                safely(this::goOn);
            });
            return true;
        } catch (RuntimeException | Error e) {
            LOGGER.debug("The event loop of {} has ended", ClientAddress.of(context.channel()), e);
            leave(Runnable::run);
            return false;
        }
    }

    /** Soon, on the event loop; for any thread. */
    protected final void soon(Runnable step) {
        try {
            context.executor().execute(() -> {
                safely(step);
                safely(this::goOn);
            });
        } catch (RuntimeException | Error e) {
            LOGGER.debug("Connection of {} is gone already", ClientAddress.of(context.channel()), e);
        }
    }

    protected final Future<?> after(Duration time, Runnable step) {
        return context.executor().schedule(() -> safely(step), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    protected final void safely(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            try {
                exceptionCaught(context, e);
            } finally {
                leaveIfGone(); // the channel may be closed already, and that is not reported again
            }
        }
    }

    protected final ChannelFuture write(String wire) {
        return context.writeAndFlush(Unpooled.copiedBuffer(wire, StandardCharsets.US_ASCII))
                .addListener(written -> requireSent(written.cause()));
    }

    /** After a reply that is lost in the server, the client would take the next one for it. */
    private void requireSent(Throwable cause) {
        if (cause != null && !(cause instanceof IOException)) {
            exceptionCaught(context, cause);
        }
    }

    /** Ends the connection with a last reply. */
    protected final void end(String last) {
        takeNoMore();
        lines.clear();
        write(last).addListener(ChannelFutureListener.CLOSE);
    }

    /** The same for a client that gets only a short time to read it. */
    protected final void endSoon(String last) {
        end(last);
        after(FAREWELL, context::close);
    }

    protected final void takeNoMore() {
        ending = true;
    }

    /** Takes no further line and closes the connection. */
    protected final void breakOff() {
        takeNoMore();
        context.close();
    }

    /**
     * Writes the reply and adds TLS in one step of the event loop, so that no octet can come in between. Octets that were sent behind the
     * command are in the buffer by now, and end the connection unread.
     */
    protected final void startTls(String reply, String nothingMayFollow) {
        if (lines.size() > 0) {
            LOGGER.warn(
                    "The client {} sent something behind the command for TLS; the connection is closed",
                    ClientAddress.of(context.channel()));
            end(nothingMayFollow);
        } else if (allReceived || unheard || gone || !context.channel().isActive()) {
            end(reply);
        } else {
            write(reply);
            tls.accept(context.pipeline());
        }
    }

    private void leaveIfGone() {
        if (gone && !isBusy()) {
            leave(workers);
        }
    }

    /** Runs once: the last command and the end of the channel both lead here. Without a worker the release happens here. */
    private void leave(Executor executor) {
        if (!released.compareAndSet(false, true)) {
            return;
        }
        ending = true;
        lines.clear();
        try {
            executor.execute(this::releaseSafely);
        } catch (RuntimeException | Error e) {
            LOGGER.debug("No worker is left for the end of a connection", e);
            releaseSafely();
        }
    }

    private void releaseSafely() {
        try {
            release();
        } catch (RuntimeException | Error e) {
            LOGGER.error("The end of the connection of {} failed", ClientAddress.of(context.channel()), e);
        }
    }
}
