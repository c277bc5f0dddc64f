// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import nl.digipoort.james.transport.ClientAddress;
import nl.digipoort.james.transport.ConnectionCounts;
import nl.digipoort.james.transport.ConnectionEvent;
import nl.digipoort.james.transport.LineConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection. It processes one command at a time, or in DATA the octets that have arrived; what may block runs on a worker.
 * All state is confined to the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails ends in channelInactive all the same
final class SmtpConnection extends LineConnection {
    /** The longest command line in octets, its line end included: RFC 5321 section 4.5.3.1.4 and the extensions. */
    static final int COMMAND_LIMIT = 1024;

    /** How long an incoming message may continue when the server stops. */
    static final Duration DATA_GRACE = Duration.ofSeconds(5);

    private static final Logger LOGGER = LoggerFactory.getLogger(SmtpConnection.class);

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
    private final List<ByteBuf> unread = new ArrayList<>();
    /** What a worker takes in now. */
    private final List<ByteBuf> collecting = new ArrayList<>();

    private final List<Future<?>> timers = new ArrayList<>();
    private SmtpSession session;
    private Future<?> transactionTimer;
    private End end = End.NOT_YET;
    private Reply farewell;
    private boolean inTransaction;
    private boolean inData;

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
        super(workers, tls);
        this.service = service;
        this.counts = counts;
        this.workers = workers;
        this.newcomers = newcomers;
    }

    @Override
    protected void begin() {
        session = new SmtpSession(service, ClientAddress.of(context().channel()).getAddress());
        timers.add(after(service.settings().times().connection(), this::connectionOverdue));
        write(session.greeting().wire());
    }

    @Override
    protected void secured() {
        session.secured(Optional.ofNullable(context().pipeline().get(SslHandler.class))
                .map(handler -> handler.engine().getSession().getProtocol()));
    }

    @Override
    protected void take(ByteBuf octets) {
        if (inData) {
            unread.add(octets.retain());
        } else {
            super.take(octets);
        }
    }

    @Override
    protected boolean hasRoom() {
        return inData ? unread.isEmpty() && !isBusy() : super.hasRoom();
    }

    @Override
    protected void event(Object event) {
        if (event == ConnectionEvent.IDLE && !isBusy()) {
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
        if (context().channel().isWritable()) {
            askToEnd(End.AT_ONCE, Reply.BUSY);
        } else {
            context().close();
        }
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

    @Override
    protected boolean next() {
        if (mayEnd()) {
            end(farewell);
            return false;
        }
        if (!inData) {
            return super.next();
        }
        boolean arrived = !unread.isEmpty();
        if (arrived) {
            collect();
        }
        return arrived;
    }

    /** Called before the client gets its reply. */
    private void noteTransaction() {
        if (inTransaction == session.isInTransaction()) {
            return;
        }
        inTransaction = !inTransaction;
        if (inTransaction) {
            counts.atWork(context().channel());
        } else {
            counts.atRest(context().channel());
        }
    }

    @Override
    protected boolean mayBeHttp() {
        return !session.isInTransaction();
    }

    @Override
    protected int lineLimit() {
        return COMMAND_LIMIT;
    }

    @Override
    protected void lineTooLong() {
        answered(session.lineTooLong());
    }

    @Override
    protected String junk() {
        return Reply.TOO_LONG.wire();
    }

    @Override
    protected void line(byte[] line) {
        if (!SmtpSession.mayBlock(line)) {
            answered(session.command(line));
            return;
        }
        // A transaction that has begun is never refused for lack of workers.
        workOrEnd(session.isInTransaction() ? workers : newcomers, () -> {
            Reply reply = session.command(line);
            bring(() -> answered(reply));
        });
    }

    private void collect() {
        collecting.addAll(unread);
        unread.clear();
        workOrEnd(workers, () -> {
            List<Reply> replies = List.of();
            for (ByteBuf piece : collecting) {
                replies = replies.isEmpty() ? session.take(piece) : replies;
            }
            List<Reply> all = replies;
            bring(() -> collected(all));
        });
    }

    private void collected(List<Reply> replies) {
        if (!replies.isEmpty()) {
            noteTransaction();
            inData = false;
            transactionTimer.cancel(false);
            collecting.forEach(lines()::append);
            unread.forEach(lines()::append);
            releaseAll(unread);
            write(replies);
        }
        releaseAll(collecting);
    }

    private void workOrEnd(Executor executor, Runnable task) {
        if (!work(executor, task)) {
            end(Reply.BUSY);
        }
    }

    /** It is unknown which reply the client would have got. */
    @Override
    protected void workFailed(Throwable cause) {
        LOGGER.error("The connection of {} failed", session.client(), cause);
        end(FAILED);
    }

    private void answered(Reply reply) {
        noteTransaction();
        switch (reply.afterwards()) {
            case RECEIVE_DATA:
                write(reply.wire());
                inData = true;
                transactionTimer =
                        after(service.settings().times().transaction(), () -> askToEnd(End.AT_ONCE, OVERDUE));
                if (lines().size() > 0) {
                    unread.add(lines().takeAll());
                }
                break;
            case START_TLS:
                startTls(reply.wire(), NOTHING_MAY_FOLLOW.wire());
                break;
            case CLOSE:
                end(reply);
                break;
            default:
                write(reply.wire());
        }
    }

    private void write(List<Reply> replies) {
        write(replies.stream().map(Reply::wire).collect(Collectors.joining()));
    }

    private void end(Reply last) {
        LOGGER.debug("Connection of {} ends: {}", session.client(), last);
        endSoon(last.wire());
    }

    @Override
    protected void clientChanged() {
        if (!context().channel().isActive()) {
            timers.forEach(timer -> timer.cancel(false));
        }
    }

    /** Closing a file may block. */
    @Override
    protected void release() {
        if (transactionTimer != null) {
            transactionTimer.cancel(false);
        }
        try {
            if (session != null) {
                session.close();
            }
        } finally {
            releaseAll(collecting);
            releaseAll(unread);
        }
    }

    private static void releaseAll(List<ByteBuf> octets) {
        octets.forEach(ByteBuf::release);
        octets.clear();
    }
}
