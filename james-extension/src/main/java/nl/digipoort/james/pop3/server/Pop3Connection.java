// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import nl.digipoort.james.audit.SessionAudit.Ending;
import nl.digipoort.james.pop3.Answer;
import nl.digipoort.james.pop3.DelayedAnswer;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.MultiLineReply;
import nl.digipoort.james.pop3.Phase;
import nl.digipoort.james.pop3.Reply;
import nl.digipoort.james.pop3.ResponseCode;
import nl.digipoort.james.pop3.authorization.SaslConversation;
import nl.digipoort.james.pop3.server.ConnectionState.Delaying;
import nl.digipoort.james.pop3.server.ConnectionState.Sending;
import nl.digipoort.james.transport.ClientAddress;
import nl.digipoort.james.transport.ConnectionEvent;
import nl.digipoort.james.transport.HttpRequest;
import nl.digipoort.james.transport.LineBuffer;
import nl.digipoort.james.transport.TlsRecords;
import org.apache.james.protocols.netty.HandlerConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One client's connection. It handles one line at a time: the executor does the work, the answer is written, and only then the next line is
 * handled. So replies stay in order, pipelined lines wait in a bounded buffer, nothing is read ahead across STLS or AUTH, and the event
 * loop never waits. The current step is a {@link ConnectionState}. A client that does not read its answers gets no further ones. A client
 * that has ended its input gets an answer to each whole line; then the connection ends. All state is confined to the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends in channelInactive all the same
final class Pop3Connection extends ChannelInboundHandlerAdapter implements Answer.Taker {
    /** RFC 2449 section 4: the longest command line, line end included. */
    static final int COMMAND_LIMIT = 255;

    private static final Logger LOGGER = LoggerFactory.getLogger(Pop3Connection.class);
    private static final int READ_AHEAD = 16 * 1024;
    /** How long a client that is not logged in may take to read why its connection ends. */
    private static final int FAREWELL_SECONDS = 5;
    /** How long an answer may be delayed for a client that has ended its input and may be gone. */
    private static final int PATIENCE_SECONDS = 15;

    private static final Reply LOGIN_OVERDUE = Reply.error("Login took too long");
    private static final Reply STOPPING =
            Reply.error(ResponseCode.SYS_TEMP, "Server is busy or stopping, try again later");

    /** Whether further lines are taken. */
    private enum Course {
        OPEN,
        /** No further line is taken; work in progress still ends. */
        ENDING,
        /** Everything that the connection kept is released. */
        LEFT
    }

    /** Whether answers reach the client. */
    private enum Client {
        THERE,
        /** It has hung up or was cut off; earlier input may still be unread. */
        DEAF,
        GONE
    }

    private final HandlerChain chain;
    private final TlsStarter tls;
    private final SessionTimer timer;
    private final LineBuffer lines = new LineBuffer();
    private ChannelHandlerContext context;
    private ChannelTransport transport;
    private DigipoortSession session;
    private ConnectionState state = ConnectionState.NOT_GREETED;
    private Course course = Course.OPEN;
    private Client client = Client.THERE;
    private Admission admission = Admission.NEWCOMER;
    /** The client has ended its input in order: all of it has arrived. */
    private boolean allReceived;
    /** Octets of messages in replies that have been sent. */
    private long taken;

    Pop3Connection(HandlerChain chain, TlsStarter tls, SessionTimer timer) {
        this.chain = chain;
        this.tls = tls;
        this.timer = timer;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        transport = new ChannelTransport(ctx.channel());
        session = chain.newSession(transport);
        LOGGER.debug("Connection {} from {}", session.getSessionID(), ClientAddress.of(ctx.channel()));
        if (ctx.pipeline().get(HandlerConstants.SSL_HANDLER) == null) {
            greet();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf octets = (ByteBuf) message;
        try {
            if (course == Course.OPEN) {
                lines.append(octets);
            }
        } finally {
            octets.release();
        }
        takeLines();
        readAhead();
    }

    private void readAhead() {
        context.channel().config().setAutoRead(lines.size() < READ_AHEAD && !TlsRecords.isFull(context.pipeline()));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (context == null) {
            // The connection has not begun, so no last reply is due.
            ctx.close();
        } else if (event instanceof SslHandshakeCompletionEvent && ((SslHandshakeCompletionEvent) event).isSuccess()) {
            secured();
        } else if (event == ChannelInputShutdownEvent.INSTANCE || event == SslCloseCompletionEvent.SUCCESS) {
            endOfInput();
        } else if (event == ChannelOutputShutdownEvent.INSTANCE) {
            answersAreLost();
        } else if (event == ConnectionEvent.IDLE && (isBeforeGreeting() || isListening())) {
            LOGGER.info("Connection {} was idle for too long", session.getSessionID());
            ctx.close();
        } else if (event == LoginEvent.LOGIN_OVERDUE) {
            endWithoutLogin(LOGIN_OVERDUE);
        } else if (event == ConnectionEvent.DISPLACED) {
            makeRoom();
        } else if (event == ConnectionEvent.STOPPING) {
            endWithoutLogin(STOPPING);
        }
    }

    /** Ends a connection that is not logged in. An answer in progress is given first, because it may log the client in. */
    private void endWithoutLogin(Reply last) {
        if (admission.isLoggedIn() || course != Course.OPEN) {
            return;
        }
        admission = Admission.dismissed(last);
        if (isBeforeGreeting() || isInHandshake() || state.sending().isPresent()) {
            context.close();
        } else if (isListening()) {
            end(last);
            context.executor().schedule(() -> context.close(), FAREWELL_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Closes at once, in any state, so that an attacker cannot make the newcomer wait. Says why if no answer is in progress. */
    private void makeRoom() {
        if (admission.isLoggedIn()) {
            return; // it has logged in meanwhile
        }
        if (isListening() && course == Course.OPEN && !isInHandshake()) {
            end(STOPPING);
        }
        context.close();
    }

    /**
     * Closes a session that is over, without UPDATE and, like an autologout timer, without a reply (RFC 1939 section 3): the client would
     * take an unexpected line for the answer to its next command. An answer in progress is given first. A reply that is being sent has its
     * own time for that, unless the user has lost the right to it.
     */
    private void endIfOver() {
        Optional<Sending> sending = state.sending();
        if (course != Course.OPEN || (sending.isEmpty() && !isListening())) {
            return;
        }
        timer.isOver().ifPresent(reason -> {
            if (sending.isEmpty() || reason == Ending.REVOKED) {
                endAs(reason);
            } else if (!sending.get().isLast()) {
                sending.get().setLast(true);
                context.executor()
                        .schedule(() -> cutOff(sending.get()), timer.grace().toNanos(), TimeUnit.NANOSECONDS);
            }
        });
    }

    private void cutOff(Sending sending) {
        if (state == sending) {
            sending.setLast(false);
            timer.isOver().ifPresent(this::endAs);
        }
    }

    /** The executor works on nothing of the session except a reply that is being sent. */
    private void endAs(Ending reason) {
        session.endedByServerAs(reason);
        LOGGER.info(
                "Session {} of {} is ended, nothing is deleted: {}",
                session.getSessionID(),
                session.getUsername().asString(),
                SessionTimer.describe(reason));
        breakOff();
    }

    /** The progress of the session: grows with each octet taken and each message marked. */
    private long moved() {
        return session.marked()
                + taken
                + state.sending().map(sending -> sending.transmission().taken()).orElse(0L);
    }

    private boolean isBeforeGreeting() {
        return state == ConnectionState.NOT_GREETED;
    }

    private boolean isListening() {
        return state == ConnectionState.LISTENING;
    }

    private boolean isInHandshake() {
        return context.pipeline().get(HandlerConstants.SSL_HANDLER) != null && !transport.isTLSStarted();
    }

    /** The end of input of the socket or of TLS (RFC 5246 section 7.2.1). Lines received before it are still answered. */
    private void endOfInput() {
        if (allReceived) {
            return;
        }
        allReceived = true;
        if (isBeforeGreeting() || isInHandshake()) {
            context.close();
            return;
        }
        state.delaying().ifPresent(this::losePatience);
        takeLines();
    }

    private void losePatience(Delaying delaying) {
        context.executor()
                .schedule(
                        () -> {
                            if (state == delaying) {
                                breakOff();
                            }
                        },
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS);
    }

    private void answersAreLost() {
        client = client == Client.THERE ? Client.DEAF : client;
        boolean isAnswering = state.sending().isPresent() || state.delaying().isPresent();
        if (!admission.isLoggedIn() || isInHandshake() || isAnswering) {
            breakOff();
        } else {
            soon(this::takeLines); // reported in the middle of a step that writes
        }
    }

    /** Takes no further line and closes the connection. */
    private void breakOff() {
        takeNoMore();
        context.close();
    }

    private void takeNoMore() {
        course = course == Course.OPEN ? Course.ENDING : course;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (state.sending().isPresent()) {
            state.sending().get().transmission().resume();
        } else if (ctx.channel().isWritable()) {
            takeLines();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        client = Client.GONE;
        if (!allReceived || !admission.isLoggedIn()) {
            takeNoMore();
        }
        leave();
    }

    private void leave() {
        state.sending().ifPresent(sending -> sending.transmission().resume());
        takeLines();
        if (isListening() || state.delaying().isPresent()) {
            cleanUp();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean ofSocket = cause instanceof IOException && !(cause instanceof SSLException);
        if (ofSocket && mayHaveSentMore(ctx.channel())) {
            LOGGER.info("Connection to {} broke: {}", ClientAddress.of(ctx.channel()), cause.getMessage());
            answersAreLost();
            return;
        }
        if (cause instanceof IOException || cause instanceof DecoderException) {
            // Not above DEBUG for a client that is not logged in, and never the octets that TLS could not read.
            String what = ofSocket ? cause.getMessage() : "trouble with TLS";
            LOGGER.atLevel(admission.isLoggedIn() ? Level.INFO : Level.DEBUG)
                    .log("Connection to {} broke: {}", ClientAddress.of(ctx.channel()), what);
        } else {
            LOGGER.error("Connection to {} failed", ClientAddress.of(ctx.channel()), cause);
        }
        takeNoMore();
        ctx.close();
    }

    private void secured() {
        transport.tlsStarted();
        if (isBeforeGreeting()) {
            greet();
        }
    }

    private void greet() {
        work(() -> chain.connected(session), ConnectionState.LISTENING);
    }

    /** Whether more input may come in: there is room for it, or nothing is left that could get out of order. */
    boolean takesMore() {
        return isBeforeGreeting() || course != Course.OPEN || (isListening() && mayAnswer());
    }

    private boolean mayAnswer() {
        return client != Client.THERE || context.channel().isWritable();
    }

    private void takeLines() {
        while (isListening() && course == Course.OPEN && mayAnswer()) {
            if (!admission.isLoggedIn() && HttpRequest.begins(lines)) {
                LOGGER.debug("Connection {} speaks HTTP and is closed without a word", session.getSessionID());
                breakOff();
                return;
            }
            LineBuffer.Item item =
                    lines.next(transport.lineHandler().isPresent() ? SaslConversation.MAX_LINE_OCTETS : COMMAND_LIMIT);
            switch (item.kind()) {
                case LINE:
                    work(() -> handle(item.octets()), ConnectionState.LISTENING);
                    break;
                case TOO_LONG:
                    work(() -> chain.lineTooLong(session, transport), ConnectionState.LISTENING);
                    break;
                case JUNK:
                    end(session.newLineTooLongResponse());
                    return;
                default:
                    takeMore();
                    return;
            }
        }
    }

    /** Called when all whole lines are answered. */
    private void takeMore() {
        if (allReceived) {
            takeNoMore();
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            cleanUp();
            return;
        }
        TlsRecords.passOn(context.pipeline());
        if (course == Course.OPEN) {
            readAhead();
        }
    }

    /** On the executor. Overwrites the line, which may contain a password. */
    private Answer handle(byte[] line) {
        try {
            return isAbandoned() ? STOPPING : chain.line(session, transport, line);
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    /** On the executor. */
    private Answer give(DelayedAnswer answer) {
        if (isAbandoned()) {
            answer.drop();
            return STOPPING;
        }
        return chain.give(session, answer);
    }

    /** Whether a client that was not logged in is gone: nothing is done for it, and no answer reaches it. */
    private boolean isAbandoned() {
        return !admission.isLoggedIn() && !context.channel().isActive();
    }

    /** Runs the task on an executor. If that rejects it, the connection takes the other state and ends. */
    private void work(Supplier<Answer> task, ConnectionState otherwise) {
        state = ConnectionState.WORKING;
        Executor executor = admission.isLoggedIn()
                ? chain.executor()
                : chain.newcomer(ClientAddress.of(context.channel()).getAddress());
        try {
            executor.execute(() -> task.get().passTo(this));
        } catch (RejectedExecutionException e) {
            state = otherwise;
            end(STOPPING);
        } catch (Error e) {
            state = otherwise; // above all if there is no memory for a thread
            throw e;
        }
    }

    private void giveNow(Delaying delaying) {
        if (state == delaying && course == Course.OPEN) {
            delaying.stop();
            work(() -> give(delaying.answer()), delaying);
        }
    }

    /** An event loop that rejects tasks has closed its connections, so the step is not needed any more. */
    private void soon(Runnable step) {
        try {
            context.executor().execute(() -> safely(step));
        } catch (RejectedExecutionException e) {
            LOGGER.debug("Connection {} is gone already", session.getSessionID());
        }
    }

    /** On the executor, like the two other {@code take} methods. */
    @Override
    public void take(Reply reply) {
        bring(reply, () -> send(reply));
    }

    @Override
    public void take(DelayedAnswer answer) {
        bring(answer, () -> delay(answer));
    }

    /** Reads the body on this thread, as far as the client takes it at once. */
    @Override
    public void take(MultiLineReply reply) {
        Transmission transmission = new Transmission(
                context.channel(), chain.executor(), reply, outcome -> onEventLoop(() -> sent(reply, outcome)));
        if (bring(reply, () -> send(transmission))) {
            transmission.start();
        }
    }

    private boolean bring(Answer answer, Runnable takeUp) {
        boolean brought = onEventLoop(() -> answered(answer, takeUp));
        if (!brought) {
            answer.close();
        }
        return brought;
    }

    /**
     * From the executor back to the event loop. An event loop that rejects tasks has closed its connections; their resources are then
     * released here.
     */
    private boolean onEventLoop(Runnable step) {
        try {
            context.executor().execute(() -> safely(step));
            return true;
        } catch (RejectedExecutionException e) {
            sayGoodbye();
            return false;
        }
    }

    /** Netty reports the end of the input right after a reset, and leaves closing to us. */
    private boolean mayHaveSentMore(Channel channel) {
        return admission.isLoggedIn() && channel instanceof SocketChannel && channel.isActive();
    }

    private void safely(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            // The channel may be closed already, and that is not reported again.
            exceptionCaught(context, e);
            leave();
        }
    }

    private void answered(Answer answer, Runnable takeUp) {
        state = ConnectionState.LISTENING;
        try {
            takeUp.run();
        } catch (RuntimeException | Error e) {
            answer.close();
            throw e;
        }
        goOn(answer);
    }

    private void delay(DelayedAnswer answer) {
        Delaying delaying = new Delaying(answer, context.executor(), overdue -> safely(() -> giveNow(overdue)));
        state = delaying;
        if (allReceived) {
            losePatience(delaying);
        }
        answer.whenReady(() -> soon(() -> giveNow(delaying)));
    }

    /** The transmission has already begun. It is resumed in case the client's state has changed since. */
    private void send(Transmission transmission) {
        state = new Sending(transmission);
        transmission.resume();
    }

    private void send(Reply reply) {
        noteLogin();
        switch (reply.afterwards()) {
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

    private void sent(MultiLineReply reply, Transmission.Outcome outcome) {
        taken += state.sending().orElseThrow().transmission().taken();
        state = ConnectionState.LISTENING;
        if (outcome == Transmission.Outcome.BROKEN) {
            breakOff();
        }
        goOn(reply);
    }

    private void noteLogin() {
        if (!admission.isLoggedIn() && session.phase() == Phase.TRANSACTION) {
            admission = Admission.LOGGED_IN;
            context.pipeline().fireUserEventTriggered(LoginEvent.LOGGED_IN);
            timer.begin(context.executor(), chain.executor(), session, this::moved, () -> safely(this::endIfOver));
        }
    }

    private void goOn(Answer answer) {
        if (isListening() && admission.dismissal().isPresent()) {
            endWithoutLogin(admission.dismissal().get());
        } else {
            LOGGER.trace("{} answered {}", session.getSessionID(), answer.getRetCode());
            endIfOver();
            takeLines();
        }
        if (client == Client.GONE) {
            leave();
        }
    }

    /**
     * Writes the answer and adds the TLS handler in one step of the event loop, so that no octet can come in between. Input pipelined after
     * STLS is in the buffer by now, and ends the connection unread.
     */
    private void startTls(Reply reply) {
        if (lines.size() > 0) {
            LOGGER.warn("Connection {} sent something behind STLS; it is closed", session.getSessionID());
            end(Reply.error("Nothing may follow STLS"));
            return;
        }
        if (client != Client.THERE || allReceived) {
            end(reply);
            return;
        }
        write(reply);
        session.resetState();
        tls.start(context.pipeline());
    }

    private ChannelFuture write(Reply reply) {
        return context.writeAndFlush(Unpooled.copiedBuffer(reply.statusLine() + "\r\n", StandardCharsets.US_ASCII));
    }

    private void end(Reply reply) {
        takeNoMore();
        lines.clear();
        write(reply).addListener(ChannelFutureListener.CLOSE);
    }

    /** Runs once: the last command and the end of the channel both lead here. */
    private void cleanUp() {
        if (course == Course.LEFT) {
            return;
        }
        course = Course.LEFT;
        timer.stop();
        lines.clear();
        state.delaying().ifPresent(Delaying::stop);
        try {
            chain.executor().execute(this::sayGoodbye);
        } catch (RejectedExecutionException e) {
            sayGoodbye();
        }
    }

    /** The only exit of a session, on the executor if possible. */
    private void sayGoodbye() {
        state.delaying().ifPresent(delaying -> delaying.answer().drop());
        chain.disconnected(session, transport);
    }
}
