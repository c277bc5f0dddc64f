// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import nl.digipoort.james.transport.ClientAddress;
import nl.digipoort.james.transport.ConnectionCounts;
import nl.digipoort.james.transport.ConnectionEvent;
import nl.digipoort.james.transport.HttpRequest;
import nl.digipoort.james.transport.LineBuffer;
import nl.digipoort.james.transport.TlsRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection. It processes one command at a time, or in DATA the octets that have arrived. Work that may block runs on a
 * worker, and the next command starts only after the reply is written. So replies keep their order, pipelined input waits in bounded
 * buffers, and the event loop never waits. When a client ends its output, each whole command and message is still answered, and then the
 * connection is closed. All state is confined to the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends in channelInactive all the same
final class SmtpConnection extends ChannelInboundHandlerAdapter {
    /** The longest command line in octets, its line end included: RFC 5321 section 4.5.3.1.4 and the extensions. */
    static final int COMMAND_LIMIT = 1024;

    /** How long an incoming message may continue when the server stops. */
    static final Duration DATA_GRACE = Duration.ofSeconds(5);

    private static final Logger LOGGER = LoggerFactory.getLogger(SmtpConnection.class);
    private static final int READ_AHEAD = 16 * 1024;
    private static final int FAREWELL_SECONDS = 5;

    private static final Reply IDLE = Reply.of(421, "4.4.2", "Connection was idle for too long");
    private static final Reply OVERDUE = Reply.of(421, "4.4.2", "Connection or message took too long");
    private static final Reply FAILED = Reply.of(421, "4.3.0", "Temporary failure, try again later");
    private static final Reply NOTHING_MAY_FOLLOW = Reply.of(501, "5.5.4", "Nothing may follow STARTTLS");

    /** When a connection that has to end is closed; later values are more urgent. */
    private enum End {
        NOT_YET,
        BETWEEN_TRANSACTIONS,
        BETWEEN_COMMANDS,
        AT_ONCE
    }

    private final SmtpService service;
    private final ConnectionCounts counts;
    private final Executor workers;
    private final Executor newcomers;
    private final Consumer<ChannelPipeline> tls;
    private final LineBuffer lines = new LineBuffer();
    private final List<ByteBuf> unread = new ArrayList<>();
    private final List<Future<?>> timers = new ArrayList<>();
    private ChannelHandlerContext context;
    private SmtpSession session;
    private Future<?> transactionTimer;
    private End end = End.NOT_YET;
    private Reply farewell;
    private boolean atWork;
    private boolean inData;
    private boolean busy;
    /** The client has ended its output in order: all of its input has arrived. */
    private boolean allReceived;
    /** The client does not receive replies any more. */
    private boolean unheard;

    private boolean ending;

    /**
     * @param counts notified when a transaction begins and ends
     * @param newcomers the same workers, for transactions that have not begun: refuses when too much work waits
     * @param tls adds TLS in front of all other handlers of a pipeline
     */
    SmtpConnection(
            SmtpService service,
            ConnectionCounts counts,
            Executor workers,
            Executor newcomers,
            Consumer<ChannelPipeline> tls) {
        this.service = service;
        this.counts = counts;
        this.workers = workers;
        this.newcomers = newcomers;
        this.tls = tls;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        session = new SmtpSession(service, ClientAddress.of(ctx.channel()).getAddress());
        timers.add(after(service.settings().times().connection(), this::connectionOverdue));
        write(session.greeting());
    }

    private Future<?> after(Duration time, Runnable step) {
        return context.executor().schedule(step, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf octets = (ByteBuf) message;
        if (ending || session == null) {
            octets.release();
        } else if (inData) {
            unread.add(octets);
        } else {
            lines.append(octets);
            octets.release();
        }
        goOn();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (session != null) {
            goOn();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (session == null) {
            // The connection has not begun, so there is no reply to send.
            ctx.close();
        } else if (event instanceof SslHandshakeCompletionEvent && ((SslHandshakeCompletionEvent) event).isSuccess()) {
            session.secured();
        } else if (event == ChannelInputShutdownEvent.INSTANCE || event == SslCloseCompletionEvent.SUCCESS) {
            allReceived = true;
            endHandshakeOrGoOn();
        } else if (event == ChannelOutputShutdownEvent.INSTANCE) {
            unheard = true;
            // This event arrives in the middle of a write.
            onEventLoop(this::endHandshakeOrGoOn);
        } else if (event == ConnectionEvent.IDLE && !busy) {
            askToEnd(End.AT_ONCE, IDLE);
        } else if (event == ConnectionEvent.DISPLACED) {
            makeRoom();
        } else if (event == ConnectionEvent.STOPPING) {
            askToEnd(End.BETWEEN_COMMANDS, Reply.BUSY);
            timers.add(after(DATA_GRACE, () -> askToEnd(End.AT_ONCE, Reply.BUSY)));
        }
    }

    /** Waits only for work that already runs, mainly the commit of a message. */
    private void makeRoom() {
        if (context.channel().isWritable()) {
            askToEnd(End.AT_ONCE, Reply.BUSY);
        } else {
            context.close();
        }
    }

    private void endHandshakeOrGoOn() {
        if (isInHandshake()) {
            context.close();
        } else {
            goOn();
        }
    }

    private boolean isInHandshake() {
        return context.pipeline().get(TlsRecords.class) != null && !session.isSecured();
    }

    private void connectionOverdue() {
        askToEnd(End.BETWEEN_TRANSACTIONS, OVERDUE);
        timers.add(after(service.settings().times().transaction(), () -> askToEnd(End.AT_ONCE, OVERDUE)));
    }

    private void askToEnd(End when, Reply last) {
        if (when.compareTo(end) > 0) {
            end = when;
            farewell = last;
        }
        goOn();
    }

    private boolean mayEnd() {
        switch (end) {
            case NOT_YET:
                return false;
            case BETWEEN_TRANSACTIONS:
                return !inData && !session.isInTransaction();
            case BETWEEN_COMMANDS:
                return !inData;
            default:
                return true;
        }
    }

    /** Whether more input can be used: no reply is pending, or the connection is ending. */
    boolean takesMore() {
        return ending || (!busy && mayReply());
    }

    private boolean mayReply() {
        return unheard || context.channel().isWritable() || !context.channel().isActive();
    }

    /** Does all that is possible now; called after every change. */
    private void goOn() {
        while (!busy && !ending && mayReply()) {
            if (mayEnd()) {
                end(farewell);
            } else if (inData) {
                if (unread.isEmpty()) {
                    break;
                }
                collect();
            } else if (!nextCommand()) {
                break;
            }
        }
        if (!busy && !ending && mayReply()) {
            takeMore();
        }
        if (!ending) {
            boolean room = inData ? unread.isEmpty() && !busy : lines.size() < READ_AHEAD;
            context.channel().config().setAutoRead(room && !TlsRecords.isFull(context.pipeline()));
        }
    }

    /** All input so far is answered. An incomplete message is not accepted. */
    private void takeMore() {
        if (allReceived) {
            ending = true;
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        } else {
            TlsRecords.passOn(context.pipeline());
        }
    }

    /** Called before the client gets its reply. */
    private void noteTransaction() {
        if (atWork == session.isInTransaction()) {
            return;
        }
        atWork = !atWork;
        if (atWork) {
            counts.atWork(context.channel());
        } else {
            counts.atRest(context.channel());
        }
    }

    /** Processes the next command; false if there is none. */
    private boolean nextCommand() {
        if (!session.isInTransaction() && HttpRequest.begins(lines)) {
            LOGGER.debug("The client {} speaks HTTP; the connection is closed without a word", session.client());
            ending = true;
            context.close();
            return false;
        }
        LineBuffer.Item item = lines.next(COMMAND_LIMIT);
        switch (item.kind()) {
            case LINE:
                command(item.octets());
                return true;
            case TOO_LONG:
                answered(session.lineTooLong());
                return true;
            case JUNK:
                end(Reply.TOO_LONG);
                return false;
            default:
                return false;
        }
    }

    private void command(byte[] line) {
        if (!SmtpSession.mayBlock(line)) {
            answered(session.command(line));
            return;
        }
        // A transaction that has begun is never refused for lack of workers.
        work(session.isInTransaction() ? workers : newcomers, () -> {
            Reply reply = session.command(line);
            return () -> answered(reply);
        });
    }

    private void collect() {
        List<ByteBuf> octets = new ArrayList<>(unread);
        unread.clear();
        work(workers, () -> {
            List<Reply> replies = List.of();
            for (ByteBuf piece : octets) {
                replies = replies.isEmpty() ? session.take(piece) : replies;
            }
            List<Reply> all = replies;
            return () -> collected(octets, all);
        });
    }

    private void collected(List<ByteBuf> octets, List<Reply> replies) {
        if (!replies.isEmpty()) {
            noteTransaction();
            inData = false;
            transactionTimer.cancel(false);
            unread.addAll(0, octets);
            unread.forEach(lines::append);
            octets.clear();
            releaseUnread();
            write(replies);
        }
        octets.forEach(ByteBuf::release);
    }

    private interface Work {
        /** Runs on a worker; returns the step that follows on the event loop. */
        Runnable run();
    }

    private void work(Executor executor, Work work) {
        busy = true;
        try {
            executor.execute(() -> {
                Runnable step = safely(work);
                onEventLoop(() -> worked(step));
            });
        } catch (RejectedExecutionException e) {
            busy = false;
            end(Reply.BUSY);
        } catch (Error e) {
            busy = false; // mainly no memory for a thread
            throw e;
        }
    }

    /** An unexpected failure ends the connection: it is unknown which reply the client got. */
    private Runnable safely(Work work) {
        try {
            return work.run();
        } catch (RuntimeException | Error e) {
            LOGGER.error("The connection of {} failed", session.client(), e);
            return () -> end(FAILED);
        }
    }

    private void worked(Runnable step) {
        busy = false;
        try {
            step.run();
            goOn();
        } catch (RuntimeException | Error e) {
            exceptionCaught(context, e);
        }
        if (!busy && !context.channel().isActive()) {
            cleanUp();
        }
    }

    /** An event loop that refuses tasks has closed its connections; their resources are released here. */
    private void onEventLoop(Runnable step) {
        try {
            context.executor().execute(step);
        } catch (RejectedExecutionException e) {
            session.close();
        }
    }

    private void answered(Reply reply) {
        noteTransaction();
        switch (reply.afterwards()) {
            case RECEIVE_DATA:
                write(reply);
                inData = true;
                transactionTimer =
                        after(service.settings().times().transaction(), () -> askToEnd(End.AT_ONCE, OVERDUE));
                if (lines.size() > 0) {
                    unread.add(lines.takeAll());
                }
                break;
            case START_TLS:
                startTls(reply);
                break;
            case CLOSE:
                end(reply);
                break;
            default:
                write(reply);
        }
    }

    /**
     * One step of the event loop writes the reply and adds TLS, so no octet can come in between. Octets that were sent after STARTTLS are
     * already in the buffer; they end the connection unread.
     */
    private void startTls(Reply reply) {
        if (lines.size() > 0) {
            LOGGER.warn("The client {} sent something behind STARTTLS; the connection is closed", session.client());
            end(NOTHING_MAY_FOLLOW);
            return;
        }
        if (allReceived || unheard || !context.channel().isActive()) {
            end(reply);
            return;
        }
        write(reply);
        tls.accept(context.pipeline());
    }

    private ChannelFuture write(Reply reply) {
        return write(List.of(reply));
    }

    private ChannelFuture write(List<Reply> replies) {
        String wire = replies.stream().map(Reply::wire).collect(Collectors.joining());
        return context.writeAndFlush(Unpooled.copiedBuffer(wire, StandardCharsets.US_ASCII));
    }

    private void end(Reply last) {
        ending = true;
        LOGGER.debug("Connection of {} ends: {}", session.client(), last);
        write(last).addListener(ChannelFutureListener.CLOSE);
        timers.add(after(Duration.ofSeconds(FAREWELL_SECONDS), context::close));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause instanceof DecoderException) {
            // Octets that TLS could not read may be a secret.
            boolean ofSocket = cause instanceof IOException && !(cause instanceof SSLException);
            String what = ofSocket ? cause.getMessage() : "trouble with TLS";
            LOGGER.debug("Connection of {} broke: {}", ClientAddress.of(ctx.channel()), what);
        } else {
            LOGGER.error("Connection of {} failed", ClientAddress.of(ctx.channel()), cause);
        }
        ending = true;
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        timers.forEach(timer -> timer.cancel(false));
        if (session == null) {
            return;
        }
        if (!allReceived) {
            ending = true;
        }
        goOn();
        if (!busy) {
            cleanUp();
        }
    }

    /** Closing a file may block; if no worker takes the task, the server is stopping. */
    private void cleanUp() {
        ending = true;
        lines.clear();
        releaseUnread();
        if (transactionTimer != null) {
            transactionTimer.cancel(false);
        }
        try {
            workers.execute(session::close);
        } catch (RejectedExecutionException e) {
            session.close();
        }
    }

    private void releaseUnread() {
        unread.forEach(ByteBuf::release);
        unread.clear();
    }
}
