package nl.digipoort.james.pop3.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
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
 * One client's connection. It takes one line at a time: the line's work is done on the executor, the answer is written, and
 * only then the next line is looked at. So replies come in order, pipelining waits in a bounded buffer, nothing is read
 * ahead across STLS or AUTH, and the event loop never waits. A client that does not read its answers gets no further ones. One
 * that has ended what it sends gets an answer to each whole line, and then the end of the connection. All state is the event loop's.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends in channelInactive all the same
final class Pop3Connection extends ChannelInboundHandlerAdapter implements Answer.Taker {
    /** RFC 2449 section 4: the longest command line, line end included. */
    static final int COMMAND_LIMIT = 255;

    private static final Logger LOGGER = LoggerFactory.getLogger(Pop3Connection.class);
    private static final int READ_AHEAD = 16 * 1024;
    /** So long a client that is not logged in may take to read why it has to go. */
    private static final int FAREWELL_SECONDS = 5;
    /** So long an answer may be delayed for a client that sends nothing any more, and may be gone. */
    private static final int PATIENCE_SECONDS = 15;

    private static final Reply LOGIN_OVERDUE = Reply.error("Login took too long");
    private static final Reply STOPPING =
            Reply.error(ResponseCode.SYS_TEMP, "Server is busy or stopping, try again later");

    private static final Map<Ending, String> REASONS = Map.of(
            Ending.TOO_LONG, "it took too long",
            Ending.BLOCKED_DELIVERIES, "mail waits and it moves no message",
            Ending.REVOKED, "the user or its domain is removed, or its password is changed");

    private final HandlerChain chain;
    private final TlsStarter tls;
    private final SessionTimer timer;
    private final LineBuffer lines = new LineBuffer();
    private ChannelHandlerContext context;
    private ChannelTransport transport;
    private DigipoortSession session;
    private Transmission transmission;
    private DelayedAnswer delayed;
    private Future<?> delayTimer;
    private Reply lastWithoutLogin;
    private Ending over;
    private Transmission lastSent;
    private long taken;
    private boolean loggedIn;
    private boolean greeted;
    private boolean busy = true;
    /** The client has ended what it sends, in order: all of it is here. */
    private boolean allReceived;
    /** Answers do not reach the client any more. */
    private boolean unheard;

    private boolean ending;
    private boolean gone;
    private boolean cleanedUp;

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
            if (!ending) {
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
            // The connection has not begun, so there is nobody to take leave of.
            ctx.close();
        } else if (event instanceof SslHandshakeCompletionEvent && ((SslHandshakeCompletionEvent) event).isSuccess()) {
            secured();
        } else if (event == ChannelInputShutdownEvent.INSTANCE || event == SslCloseCompletionEvent.SUCCESS) {
            endOfInput();
        } else if (event == ChannelOutputShutdownEvent.INSTANCE) {
            answersAreLost();
        } else if (event == ConnectionEvent.IDLE && !isWorking()) {
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

    /** Whoever is not logged in has to go, once the answer that is worked on, which may let it in, is given. */
    private void endWithoutLogin(Reply last) {
        if (loggedIn || ending) {
            return;
        }
        lastWithoutLogin = last;
        if (!greeted || isInHandshake() || transmission != null) {
            context.close();
        } else if (!busy) {
            end(last);
            context.executor().schedule(() -> context.close(), FAREWELL_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** At once, whatever the client is at: an attacker would make the newcomer wait. It hears why if nothing is on its way. */
    private void makeRoom() {
        if (loggedIn) {
            return; // it has logged in meanwhile
        }
        if (!busy && !ending && !isInHandshake()) {
            end(STOPPING);
        }
        context.close();
    }

    /**
     * A session that is over is closed without UPDATE and, as by an autologout timer, without a word (RFC 1939 section 3): a line that
     * nobody asked for would be taken for the answer to the next command. The answer that is worked on is given first; one that is
     * being sent has a time of its own for that, unless its user may not have it any more.
     */
    private void endIfOver() {
        if (ending || isAtACommand()) {
            return;
        }
        Optional<Ending> reason = timer.isOver();
        if (reason.isEmpty()) {
            return;
        }
        if (transmission == null || reason.get() == Ending.REVOKED) {
            endAs(reason.get());
        } else if (lastSent != transmission) {
            lastSent = transmission;
            context.executor().schedule(this::cutOff, timer.grace().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private boolean isAtACommand() {
        return busy && transmission == null;
    }

    private void cutOff() {
        if (transmission != null && transmission == lastSent) {
            lastSent = null;
            timer.isOver().ifPresent(this::endAs);
        }
    }

    private void endAs(Ending reason) {
        over = reason;
        ending = true;
        LOGGER.info(
                "Session {} of {} is ended, nothing is deleted: {}",
                session.getSessionID(),
                session.getUsername().asString(),
                REASONS.get(reason));
        context.close();
    }

    /** By any thread. While James cannot be asked the session goes on; what it marked is not deleted then either. */
    private void askForRight() {
        try {
            chain.executor().execute(() -> {
                if (isRevoked()) {
                    soon(() -> {
                        timer.revoke();
                        endIfOver();
                    });
                }
            });
        } catch (RejectedExecutionException e) {
            LOGGER.debug("The server stops, and session {} with it", session.getSessionID());
        }
    }

    private boolean isRevoked() {
        try {
            return !session.isEntitled();
        } catch (RuntimeException e) {
            LOGGER.debug("Whether session {} may go on cannot be found out now", session.getSessionID(), e);
            return false;
        }
    }

    /** Grows with what the session moves. */
    private long moved() {
        return session.marked() + taken + (transmission == null ? 0 : transmission.taken());
    }

    private boolean isInHandshake() {
        return context.pipeline().get(HandlerConstants.SSL_HANDLER) != null && !transport.isTLSStarted();
    }

    /** Of the socket or of TLS (RFC 5246 section 7.2.1): what was received before it is answered yet. */
    private void endOfInput() {
        if (allReceived) {
            return;
        }
        allReceived = true;
        if (!greeted || isInHandshake()) {
            context.close();
            return;
        }
        if (delayed != null) {
            losePatience();
        }
        takeLines();
    }

    private void losePatience() {
        DelayedAnswer waiting = delayed;
        context.executor()
                .schedule(
                        () -> {
                            if (delayed == waiting) {
                                breakOff();
                            }
                        },
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS);
    }

    /** The client has hung up or was cut off; what it sent before may still be there to be read. */
    private void answersAreLost() {
        unheard = true;
        if (!loggedIn || isInHandshake() || transmission != null || delayed != null) {
            breakOff();
        } else {
            soon(this::takeLines); // told of in the middle of a step that writes
        }
    }

    /** Takes no further line. */
    private void breakOff() {
        ending = true;
        context.close();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (transmission != null) {
            transmission.resume();
        } else if (ctx.channel().isWritable()) {
            takeLines();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        gone = true;
        if (!allReceived || !loggedIn) {
            ending = true;
        }
        leave();
    }

    private void leave() {
        if (transmission != null) {
            transmission.resume();
        }
        if (delayed != null) {
            delayTimer.cancel(false);
            ending = true;
            busy = false;
        }
        takeLines();
        if (!busy) {
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
            // Of a stranger no line, and of nobody the octets that TLS could not read.
            String what = ofSocket ? cause.getMessage() : "trouble with TLS";
            LOGGER.atLevel(loggedIn ? Level.INFO : Level.DEBUG)
                    .log("Connection to {} broke: {}", ClientAddress.of(ctx.channel()), what);
        } else {
            LOGGER.error("Connection to {} failed", ClientAddress.of(ctx.channel()), cause);
        }
        ending = true;
        ctx.close();
    }

    private boolean isWorking() {
        return greeted && busy;
    }

    private void secured() {
        transport.tlsStarted();
        if (!greeted) {
            greet();
        }
    }

    private void greet() {
        greeted = true;
        work(() -> chain.connected(session));
    }

    /** Whether there is a place for what the client sends, or nothing left that could get out of order. */
    boolean takesMore() {
        return !greeted || ending || (!busy && mayAnswer());
    }

    private boolean mayAnswer() {
        return gone || unheard || context.channel().isWritable();
    }

    private void takeLines() {
        while (!busy && !ending && mayAnswer()) {
            if (!loggedIn && HttpRequest.begins(lines)) {
                LOGGER.debug("Connection {} speaks HTTP and is closed without a word", session.getSessionID());
                breakOff();
                return;
            }
            LineBuffer.Item item =
                    lines.next(transport.lineHandler().isPresent() ? SaslConversation.MAX_LINE_OCTETS : COMMAND_LIMIT);
            switch (item.kind()) {
                case LINE:
                    work(() -> handle(item.octets()));
                    break;
                case TOO_LONG:
                    work(() -> chain.lineTooLong(session, transport));
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

    /** All whole lines are answered. */
    private void takeMore() {
        if (allReceived) {
            ending = true;
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            cleanUp();
            return;
        }
        TlsRecords.passOn(context.pipeline());
        if (!ending) {
            readAhead();
        }
    }

    /** On the executor; the line may hold a password, so it is overwritten. */
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

    /** Whether a newcomer has gone: nothing is done for it, and what it is answered reaches nobody. */
    private boolean isAbandoned() {
        return !loggedIn && !context.channel().isActive();
    }

    /** Has an executor do it; false if that does not take it, and then the connection ends. */
    private boolean work(Supplier<Answer> task) {
        busy = true;
        Executor executor = loggedIn
                ? chain.executor()
                : chain.newcomer(ClientAddress.of(context.channel()).getAddress());
        try {
            executor.execute(() -> answer(task.get()));
            return true;
        } catch (RejectedExecutionException e) {
            busy = false;
            end(STOPPING);
            return false;
        } catch (Error e) {
            busy = false; // no memory for a thread, above all
            throw e;
        }
    }

    /** Stays busy until the answer is given, or dropped with the connection. */
    private void delay(DelayedAnswer answer) {
        delayTimer = context.executor()
                .schedule(() -> safely(() -> giveNow(answer)), answer.delay().toNanos(), TimeUnit.NANOSECONDS);
        delayed = answer;
        busy = true;
        if (allReceived) {
            losePatience();
        }
        answer.whenReady(() -> soon(() -> giveNow(answer)));
    }

    private void giveNow(DelayedAnswer answer) {
        if (delayed == answer && !gone) {
            delayTimer.cancel(false);
            if (work(() -> give(answer))) {
                delayed = null;
            }
        }
    }

    /** An event loop that takes nothing any more has closed its connections, and nobody waits for the step. */
    private void soon(Runnable step) {
        try {
            context.executor().execute(() -> safely(step));
        } catch (RejectedExecutionException e) {
            LOGGER.debug("Connection {} is gone already", session.getSessionID());
        }
    }

    private void answer(Answer answer) {
        if (!onEventLoop(() -> answered(answer))) {
            answer.close();
        }
    }

    /**
     * From the executor back to the event loop. One that takes nothing any more has closed its connections, and what they
     * hold is freed from here.
     */
    private boolean onEventLoop(Runnable step) {
        try {
            context.executor().execute(() -> safely(step));
            return true;
        } catch (RejectedExecutionException e) {
            chain.disconnected(session, transport);
            return false;
        }
    }

    /** Netty tells of the end of the input right behind a reset, and lets us close. */
    private boolean mayHaveSentMore(Channel channel) {
        return loggedIn && channel instanceof SocketChannel && channel.isActive();
    }

    private void safely(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            // The channel may be closed already, and nobody would tell of that again.
            exceptionCaught(context, e);
            leave();
        }
    }

    private void answered(Answer answer) {
        busy = false;
        try {
            answer.passTo(this);
        } catch (RuntimeException | Error e) {
            answer.close();
            throw e;
        }
        goOn(answer);
    }

    @Override
    public void take(DelayedAnswer answer) {
        delay(answer);
    }

    @Override
    public void take(MultiLineReply reply) {
        busy = true;
        transmission = new Transmission(
                context.channel(), chain.executor(), reply, outcome -> onEventLoop(() -> sent(reply, outcome)));
        transmission.start();
    }

    @Override
    public void take(Reply reply) {
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
        taken += transmission.taken();
        transmission = null;
        busy = false;
        if (outcome == Transmission.Outcome.BROKEN) {
            breakOff();
        }
        goOn(reply);
    }

    private void noteLogin() {
        if (!loggedIn && session.phase() == Phase.TRANSACTION) {
            loggedIn = true;
            context.pipeline().fireUserEventTriggered(LoginEvent.LOGGED_IN);
            timer.begin(context.executor(), session.getUsername(), this::moved, this::endIfOver, this::askForRight);
        }
    }

    private void goOn(Answer answer) {
        if (!busy && lastWithoutLogin != null && !loggedIn) {
            endWithoutLogin(lastWithoutLogin);
        } else {
            LOGGER.trace("{} answered {}", session.getSessionID(), answer.getRetCode());
            endIfOver();
            takeLines();
        }
        if (gone) {
            leave();
        }
    }

    /**
     * The answer is handed to the socket and the TLS handler put in front within one step of the event loop, so no octet
     * can come in between: what was pipelined behind STLS is in the buffer by now, and ends the connection unread.
     */
    private void startTls(Reply reply) {
        if (lines.size() > 0) {
            LOGGER.warn("Connection {} sent something behind STLS; it is closed", session.getSessionID());
            end(Reply.error("Nothing may follow STLS"));
            return;
        }
        if (gone || allReceived || unheard) {
            end(reply);
            return;
        }
        write(reply);
        session.resetState();
        tls.start(context.pipeline());
    }

    private void write(Reply reply) {
        context.writeAndFlush(Unpooled.copiedBuffer(reply.statusLine() + "\r\n", StandardCharsets.US_ASCII));
    }

    private void end(Reply reply) {
        ending = true;
        lines.clear();
        context.writeAndFlush(Unpooled.copiedBuffer(reply.statusLine() + "\r\n", StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** Once: the last command and the end of the channel both lead here. */
    private void cleanUp() {
        if (cleanedUp) {
            return;
        }
        cleanedUp = true;
        timer.stop();
        lines.clear();
        if (over != null) {
            session.endedByServerAs(over);
        }
        try {
            chain.executor().execute(this::sayGoodbye);
        } catch (RejectedExecutionException e) {
            sayGoodbye();
        }
    }

    private void sayGoodbye() {
        if (delayed != null) {
            delayed.close();
        }
        chain.disconnected(session, transport);
    }
}
