// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import io.netty.channel.ChannelPipeline;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
import nl.digipoort.james.transport.LineConnection;
import org.apache.james.protocols.netty.HandlerConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One client's connection. The executor works on the greeting, a line or a delayed answer; the event loop works on a prompt line itself. A reply
 * of several lines is sent, and an answer is delayed, without a thread. The next line is handled when none of these is under way. All state is
 * confined to the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails ends in channelInactive all the same
final class Pop3Connection extends LineConnection implements Answer.Taker {
    /** RFC 2449 section 4: the longest command line, line end included. */
    static final int COMMAND_LIMIT = 255;

    private static final Logger LOGGER = LoggerFactory.getLogger(Pop3Connection.class);
    /** How long an answer may be delayed for a client that has ended its input and may be gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Reply LOGIN_OVERDUE = Reply.error("Login took too long");
    private static final Reply STOPPING =
            Reply.error(ResponseCode.SYS_TEMP, "Server is busy or stopping, try again later");

    private final HandlerChain chain;
    private final SessionTimer timer;
    private final UnsentOctets unsent;
    private ChannelTransport transport;
    private DigipoortSession session;
    /** A client that begins with TLS is greeted after the handshake. */
    private boolean greeted;

    private boolean loggedIn;
    /** The last reply to a client that is not logged in and has to go. */
    private Optional<Reply> dismissal = Optional.empty();

    private Optional<Transmission> sending = Optional.empty();
    /** The session is over, and the reply that is being sent is its last. */
    private boolean sendsLast;

    private Optional<DelayedAnswer> delayed = Optional.empty();
    private Future<?> delay;
    /** Octets of messages in replies that have been sent. */
    private long taken;

    Pop3Connection(HandlerChain chain, Consumer<ChannelPipeline> tls, SessionTimer timer, UnsentOctets unsent) {
        super(chain.executor(), tls);
        this.chain = chain;
        this.timer = timer;
        this.unsent = unsent;
    }

    @Override
    protected void begin() {
        transport = new ChannelTransport(context().channel());
        session = chain.newSession(transport);
        LOGGER.debug(
                "Connection {} from {}",
                session.getSessionID(),
                ClientAddress.of(context().channel()));
        if (context().pipeline().get(HandlerConstants.SSL_HANDLER) == null) {
            greet();
        }
    }

    private void greet() {
        greeted = true;
        workOrEnd(() -> chain.connected(session));
    }

    @Override
    protected void secured() {
        transport.tlsStarted();
        if (!greeted) {
            greet();
        }
    }

    @Override
    protected void event(Object event) {
        if (event == ConnectionEvent.IDLE && (!greeted || isListening())) {
            LOGGER.info("Connection {} was idle for too long", session.getSessionID());
            context().close();
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
        if (loggedIn || isEnding()) {
            return;
        }
        dismissal = Optional.of(last);
        if (!greeted || isInHandshake() || sending.isPresent()) {
            context().close();
        } else if (isListening()) {
            endSoon(wire(last));
        }
    }

    /** Closes at once, in any state, so that an attacker cannot make the newcomer wait. Says why if no answer is in progress. */
    private void makeRoom() {
        if (loggedIn) {
            return; // it has logged in meanwhile
        }
        if (isListening() && !isEnding() && !isInHandshake()) {
            end(STOPPING);
        }
        context().close();
    }

    /**
     * Closes a session that is over, without UPDATE and, like an autologout timer, without a reply (RFC 1939 section 3): the client would
     * take an unexpected line for the answer to its next command. An answer in progress is given first. A reply that is being sent has its
     * own time for that, unless the user has lost the right to it.
     */
    private void endIfOver() {
        if (isEnding() || (sending.isEmpty() && !isListening())) {
            return;
        }
        timer.isOver().ifPresent(reason -> {
            if (sending.isEmpty() || reason == Ending.REVOKED) {
                endAs(reason);
            } else if (!sendsLast) {
                sendsLast = true;
                Transmission last = sending.get();
                after(timer.grace(), () -> cutOff(last));
            }
        });
    }

    private void cutOff(Transmission last) {
        if (sending.filter(last::equals).isPresent()) {
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
        return session.marked() + taken + sending.map(Transmission::taken).orElse(0L);
    }

    @Override
    protected boolean isBusy() {
        return super.isBusy() || sending.isPresent();
    }

    @Override
    protected boolean isListening() {
        return greeted && delayed.isEmpty() && super.isListening();
    }

    @Override
    public boolean takesMore() {
        return !greeted || super.takesMore();
    }

    @Override
    protected boolean outlivesClient() {
        return loggedIn;
    }

    @Override
    protected boolean mayHaveSentMore() {
        return loggedIn;
    }

    /** Not above DEBUG for a client that is not logged in. */
    @Override
    protected Level brokenLevel() {
        return loggedIn ? Level.INFO : Level.DEBUG;
    }

    @Override
    protected void inputEnded() {
        if (!greeted) {
            context().close();
        }
        delayed.ifPresent(this::losePatience);
    }

    private void losePatience(DelayedAnswer answer) {
        after(PATIENCE, () -> {
            if (delayed.filter(answer::equals).isPresent()) {
                breakOff();
            }
        });
    }

    @Override
    protected void unheard() {
        if (sending.isPresent() || delayed.isPresent()) {
            breakOff();
        } else {
            super.unheard();
        }
    }

    @Override
    protected void clientChanged() {
        sending.ifPresent(Transmission::resume);
    }

    @Override
    protected boolean mayBeHttp() {
        return !loggedIn;
    }

    @Override
    protected int lineLimit() {
        return transport.lineHandler().isPresent() ? SaslConversation.MAX_LINE_OCTETS : COMMAND_LIMIT;
    }

    @Override
    protected void line(byte[] octets) {
        if (chain.isPrompt(transport, octets)) {
            workOn(Runnable::run, () -> handle(octets));
        } else {
            workOrEnd(() -> handle(octets));
        }
    }

    @Override
    protected void lineTooLong() {
        workOrEnd(() -> chain.lineTooLong(session, transport));
    }

    @Override
    protected String junk() {
        return wire(session.newLineTooLongResponse());
    }

    /** On the executor, unless the line is prompt. Overwrites the line, which may contain a password. */
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
        return !loggedIn && !context().channel().isActive();
    }

    private boolean workOrEnd(Supplier<Answer> task) {
        Executor executor = loggedIn
                ? chain.executor()
                : chain.newcomer(ClientAddress.of(context().channel()).getAddress());
        return workOn(executor, task);
    }

    private boolean workOn(Executor executor, Supplier<Answer> task) {
        boolean taken = work(executor, () -> task.get().passTo(this));
        if (!taken) {
            end(STOPPING);
        }
        return taken;
    }

    /** On the executor, like the two other {@code take} methods. */
    @Override
    public void take(Reply reply) {
        bring(() -> send(reply));
    }

    @Override
    public void take(DelayedAnswer answer) {
        if (!bring(() -> delay(answer))) {
            answer.drop();
        }
    }

    /** Reads the body on this thread, as far as the client takes it at once. */
    @Override
    public void take(MultiLineReply reply) {
        boolean brought = false;
        try {
            Transmission transmission = new Transmission(
                    context().channel(), chain.executor(), reply, unsent, outcome -> bring(() -> sent(outcome)));
            brought = bring(() -> send(transmission));
            if (brought) {
                transmission.start();
            }
        } finally {
            if (!brought) {
                reply.close();
            }
        }
    }

    private void delay(DelayedAnswer answer) {
        delayed = Optional.of(answer);
        delay = after(answer.delay(), () -> giveNow(answer));
        if (isAllReceived()) {
            losePatience(answer);
        }
        answer.whenReady(() -> soon(() -> giveNow(answer)));
    }

    private void giveNow(DelayedAnswer answer) {
        if (delayed.filter(answer::equals).isPresent() && !isEnding()) {
            delay.cancel(false);
            delayed = Optional.empty();
            if (!workOrEnd(() -> give(answer))) {
                delayed = Optional.of(answer);
            }
        }
    }

    /** The transmission has already begun. It is resumed in case the client's state has changed since. */
    private void send(Transmission transmission) {
        sending = Optional.of(transmission);
        sendsLast = false;
        transmission.resume();
    }

    private void sent(Transmission.Outcome outcome) {
        taken += sending.orElseThrow().taken();
        sending = Optional.empty();
        if (outcome == Transmission.Outcome.BROKEN) {
            breakOff();
        }
        answered();
    }

    private void send(Reply reply) {
        noteLogin();
        switch (reply.afterwards()) {
            case START_TLS:
                session.resetState();
                startTls(wire(reply), wire(Reply.error("Nothing may follow STLS")));
                break;
            case CLOSE:
                end(reply);
                break;
            default:
                write(wire(reply));
        }
        answered();
    }

    private void answered() {
        if (isListening() && dismissal.isPresent()) {
            endWithoutLogin(dismissal.get());
        } else {
            endIfOver();
        }
    }

    private void noteLogin() {
        if (!loggedIn && session.phase() == Phase.TRANSACTION) {
            loggedIn = true;
            dismissal = Optional.empty();
            context().pipeline().fireUserEventTriggered(LoginEvent.LOGGED_IN);
            timer.begin(context().executor(), chain.executor(), session, this::moved, () -> safely(this::endIfOver));
        }
    }

    private void end(Reply reply) {
        end(wire(reply));
    }

    private static String wire(Reply reply) {
        return reply.statusLine() + "\r\n";
    }

    /** The only exit of a session: the maildrop is freed whatever fails before. */
    @Override
    protected void release() {
        if (session == null) {
            return;
        }
        try {
            timer.stop();
            if (delay != null) {
                delay.cancel(false); // it would keep the connection in memory until then
            }
            delayed.ifPresent(DelayedAnswer::drop);
        } finally {
            chain.disconnected(session, transport);
        }
    }
}
