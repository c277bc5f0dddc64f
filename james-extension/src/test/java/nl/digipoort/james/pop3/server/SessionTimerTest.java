// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import nl.digipoort.james.audit.SessionAudit.Ending;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.budget.TestBudget;
import nl.digipoort.james.credential.Entitlements;
import nl.digipoort.james.credential.TestEntitlements;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.lock.FakeTicker;
import nl.digipoort.james.mail.HeldTimes;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.maildrop.TestMaildrops;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.Greeting;
import nl.digipoort.james.pop3.HandOver;
import nl.digipoort.james.pop3.MultiLineReply;
import nl.digipoort.james.pop3.Reply;
import nl.digipoort.james.pop3.ReplyBody;
import nl.digipoort.james.transport.AddressedChannel;
import org.apache.james.core.Username;
import org.apache.james.protocols.api.ProtocolConfigurationImpl;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.DisconnectHandler;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerChainImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions that last for too long or keep mail waiting, on a connection, by a clock that the test moves. */
class SessionTimerTest {
    private static final Username ANNA = Username.of("anna@example.org");
    private static final Username BOB = Username.of("bob@example.org");
    private static final Duration LONGEST = Duration.ofHours(2);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration GRACE = Duration.ofMinutes(5);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String LIMITS = "<limits><longestSession>7200</longestSession>"
            + "<blocksDeliveries>600</blocksDeliveries><stalledAfter>300</stalledAfter></limits>";

    private final FakeTicker ticker = new FakeTicker();
    private final HeldTimes heldTimes = new HeldTimes(ticker);
    private final Entitlements entitlements = TestEntitlements.of(TestUsers.inMemory());
    private final Deque<Runnable> work = new ArrayDeque<>();
    private boolean entitled = true;
    private boolean unavailable;
    private boolean noThread;
    private Optional<Ending> ended = Optional.empty();
    private AddressedChannel channel;

    @BeforeEach
    void logIn() {
        logIn(LIMITS);
    }

    private void logIn(String limits) {
        ProtocolHandlerChainImpl handlers = new ProtocolHandlerChainImpl();
        handlers.addAll(List.of(new Greeting(), new Commands(), new Goodbye()));
        new HandlerChain(handlers, new ProtocolConfigurationImpl("test") {}, this::add, client -> this::add);
        HandlerChain chain =
                new HandlerChain(handlers, new ProtocolConfigurationImpl("test") {}, this::add, client -> this::add);
        SessionTimer timer = new SessionTimer(TestListenerLimits.settings(limits), heldTimes, entitlements);
        channel = new AddressedChannel(new Pop3Connection(chain, pipeline -> {}, timer, new UnsentOctets(1 << 20)));
        doWork();
        receive("LOGIN\r\n");
        sent();
    }

    @Test
    void endsASessionWithoutAWordWhenItHasLastedForTooLong() {
        keepBusy(LONGEST.minus(SECOND), "NOOP");
        assertThat(channel.isOpen()).isTrue();

        pass(SECOND);

        assertThat(sent()).isEmpty();
        assertThatItIsEndedAs(Ending.TOO_LONG);
    }

    @Test
    void countsFromTheLoginHoweverMuchIsMoved() {
        keepBusy(LONGEST, "DELE");

        assertThatItIsEndedAs(Ending.TOO_LONG);
    }

    @Test
    void endsASessionThatMovesNoMessageWhileMailWaits() {
        heldTimes.held(ANNA);

        keepBusy(PATIENCE.minus(SECOND), "NOOP");
        assertThat(channel.isOpen()).isTrue();
        pass(SECOND);

        assertThat(sent()).isEmpty();
        assertThatItIsEndedAs(Ending.BLOCKED_DELIVERIES);
    }

    @Test
    void letsASessionGoOnForWhichNoMailWaits() {
        heldTimes.held(BOB);

        keepBusy(LONGEST.minus(SECOND), "NOOP");

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void letsASessionGoOnThatMovesMessages() {
        heldTimes.held(ANNA);

        for (int i = 0; i < 8; i++) {
            keepBusy(PATIENCE.minus(SECOND), "NOOP");
            receive(i % 2 == 0 ? "DELE\r\n" : "RETR\r\n");
            sent();
            assertThat(channel.isOpen()).as("round %d", i).isTrue();
        }
    }

    @Test
    void takesAListingForNoMovement() {
        heldTimes.held(ANNA);

        keepBusy(PATIENCE, "LIST");

        assertThatItIsEndedAs(Ending.BLOCKED_DELIVERIES);
    }

    @Test
    void countsTheTimeOnlyFromWhenMailWaits() {
        keepBusy(PATIENCE.multipliedBy(2), "NOOP");
        heldTimes.held(ANNA);

        keepBusy(PATIENCE.minus(SECOND), "NOOP");
        assertThat(channel.isOpen()).isTrue();
        pass(PATIENCE.dividedBy(4));

        assertThatItIsEndedAs(Ending.BLOCKED_DELIVERIES);
    }

    @Test
    void givesTheAnswerThatItWorksOnFirst() {
        channel.writeInbound(Unpooled.copiedBuffer("NOOP\r\nNOOP\r\n", ISO_8859_1));

        pass(LONGEST);
        assertThat(channel.isOpen()).isTrue();
        doWork();

        assertThat(sent()).isEqualTo("+OK NOOP\r\n");
        assertThatItIsEndedAs(Ending.TOO_LONG);
    }

    @Test
    void letsAMessageThatIsBeingTakenComeToItsEnd() {
        channel.stick(true);
        receive("RETR\r\n");
        pass(LONGEST);
        pass(GRACE.minus(SECOND));
        assertThat(channel.isOpen()).isTrue();

        channel.stick(false);
        channel.flush();
        doWork();

        assertThat(sent()).isEqualTo("+OK\r\nA message\r\n.\r\n");
        assertThatItIsEndedAs(Ending.TOO_LONG);
    }

    @Test
    void cutsAMessageOffThatDoesNotComeToItsEnd() {
        channel.stick(true);
        receive("RETR\r\n");
        pass(LONGEST);
        assertThat(channel.isOpen()).isTrue();

        pass(GRACE);

        assertThatItIsEndedAs(Ending.TOO_LONG);
    }

    @Test
    void saysWhatQuitHasDoneAlthoughTheTimeIsOver() {
        channel.writeInbound(Unpooled.copiedBuffer("QUIT\r\n", ISO_8859_1));

        pass(LONGEST);
        doWork();

        assertThat(sent()).isEqualTo("+OK QUIT\r\n");
        assertThatItIsEndedAs(Ending.COMPLETE);
    }

    @Test
    void endsNoSessionWhereBothLimitsAreOff() {
        logIn("<limits><longestSession>0</longestSession><blocksDeliveries>0</blocksDeliveries></limits>");
        heldTimes.held(ANNA);

        keepBusy(LONGEST.multipliedBy(2), "NOOP");

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void endsASessionAtOnceWhenItsUserIsChangedHere() {
        entitled = false;

        entitlements.changed(BOB);
        doWork();
        assertThat(channel.isOpen()).isTrue();
        entitlements.changed(ANNA);
        doWork();

        assertThat(sent()).isEmpty();
        assertThatItIsEndedAs(Ending.REVOKED);
    }

    @Test
    void asksEachMinuteWhetherTheUserIsChangedElsewhere() {
        pass(Duration.ofSeconds(59));
        entitled = false;
        doWork();
        assertThat(channel.isOpen()).isTrue();

        pass(SECOND);

        assertThatItIsEndedAs(Ending.REVOKED);
    }

    /** An event loop ends a schedule whose task throws, without a word. */
    @Test
    void asksAgainWhenThereWasNoThreadToAskOn() {
        noThread = true;
        pass(Duration.ofMinutes(1));
        noThread = false;
        entitled = false;

        pass(Duration.ofMinutes(1));

        assertThatItIsEndedAs(Ending.REVOKED);
    }

    @Test
    void letsASessionGoOnWhoseUserHasNotChanged() {
        entitlements.changed(ANNA);
        doWork();

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void cutsAMessageOffThatItsUserMayNotHaveAnyMore() {
        channel.stick(true);
        receive("RETR\r\n");
        entitled = false;

        entitlements.changed(ANNA);

        assertThatItIsEndedAs(Ending.REVOKED);
    }

    @Test
    void letsASessionGoOnWhileJamesCannotBeAsked() {
        unavailable = true;

        entitlements.changed(ANNA);
        doWork();

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void watchesNobodyOnceTheSessionIsGone() {
        channel.close().syncUninterruptibly();
        doWork();

        entitlements.changed(ANNA);

        assertThat(work).isEmpty();
    }

    private boolean isEntitled() {
        if (unavailable) {
            throw new IllegalStateException("James is down");
        }
        return entitled;
    }

    private void assertThatItIsEndedAs(Ending ending) {
        doWork();
        assertThat(channel.isOpen()).isFalse();
        assertThat(ended).contains(ending);
    }

    /** A command each minute, and the clock at the end of the time. */
    private void keepBusy(Duration time, String command) {
        Duration minute = Duration.ofMinutes(1);
        Duration left = time;
        while (left.compareTo(minute) > 0) {
            pass(minute);
            left = left.minus(minute);
            if (channel.isOpen()) {
                receive(command + "\r\n");
                sent();
            }
        }
        pass(left);
    }

    private void pass(Duration time) {
        ticker.move(time);
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runPendingTasks();
    }

    private void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, ISO_8859_1));
        doWork();
    }

    private void add(Runnable task) {
        if (noThread) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        work.add(task);
    }

    private void doWork() {
        while (!work.isEmpty()) {
            work.remove().run();
            channel.runPendingTasks();
        }
    }

    private String sent() {
        return channel.sent();
    }

    private final class Commands implements LineHandler<DigipoortSession> {
        @Override
        public Response onLine(DigipoortSession session, byte[] line) {
            String text = new String(line, ISO_8859_1);
            return switch (text) {
                case "LOGIN" -> {
                    session.open(ANNA, maildrop(), TestAudit.noSession());
                    session.restsOn(SessionTimerTest.this::isEntitled);
                    yield Reply.ok(text);
                }
                case "DELE" -> {
                    session.messageMarked();
                    yield Reply.ok(text);
                }
                case "RETR" -> MultiLineReply.of("", new Message());
                case "LIST" -> MultiLineReply.of("", List.of("1 120"));
                case "QUIT" -> {
                    session.endsAs(Ending.COMPLETE);
                    yield Reply.ok(text).thenClose();
                }
                default -> Reply.ok(text);
            };
        }
    }

    private static OpenMaildrop maildrop() {
        try {
            return new TestMaildrops(TestBudget.of(1)).open(ANNA);
        } catch (MaildropException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Goodbye implements DisconnectHandler<DigipoortSession> {
        @Override
        public void onDisconnect(DigipoortSession session) {
            ended = session.releaseMaildrop();
        }
    }

    private static final class Message implements ReplyBody, HandOver {
        private final InputStream stream = new ByteArrayInputStream("A message\r\n".getBytes(ISO_8859_1));

        @Override
        public InputStream stream() {
            return stream;
        }

        @Override
        public Optional<HandOver> handOver() {
            return Optional.of(this);
        }

        @Override
        public void complete(long octets) {}

        @Override
        public void cutOff(long octets) {}
    }
}
