// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.transaction;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static nl.digipoort.james.pop3.Answers.body;
import static nl.digipoort.james.pop3.Answers.delayed;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import nl.digipoort.james.activity.Activity;
import nl.digipoort.james.activity.ActivityLog;
import nl.digipoort.james.activity.TestActivityLog;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.budget.BodyBudget;
import nl.digipoort.james.budget.BudgetMetrics;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.budget.TestBudget;
import nl.digipoort.james.lock.TestLocks;
import nl.digipoort.james.maildrop.TestMaildrops;
import nl.digipoort.james.pop3.Answer;
import nl.digipoort.james.pop3.AwaitedMemory;
import nl.digipoort.james.pop3.DelayedAnswer;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.HandOver;
import nl.digipoort.james.pop3.MaildropReleaser;
import nl.digipoort.james.pop3.Reply;
import nl.digipoort.james.pop3.authorization.ClientTransport;
import nl.digipoort.james.stores.memory.MemoryActivityStore;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.core.Username;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.protocols.api.ProtocolConfigurationImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RETR and TOP, and their turn within the budget: nothing here waits, so no thread does. */
class RetrCommandTest {
    private static final Username ANNA = Username.of("anna@example.org");
    private static final String MESSAGE = "Subject: x\r\nMessage-ID: <1@example.org>\r\n\r\none\r\ntwo\r\n";
    private static final String REFUSED = "-ERR [SYS/TEMP] Too many large messages are under way, try again later";

    @TempDir
    Path directory;

    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private BodyBudget budget;
    private TestMaildrops maildrops;
    private final TestClock clock = new TestClock();
    private final ActivityLog activity = TestActivityLog.of(new MemoryActivityStore(clock::nanos), clock);
    private final TestAudit records = new TestAudit("<sha256>true</sha256>");
    private DigipoortSession session;
    private RetrCommand retr;
    private TopCommand top;
    private int told;

    @BeforeEach
    void open() throws Exception {
        budget = TestBudget.of(100, directory, metrics);
        maildrops = new TestMaildrops(budget);
        maildrops.mailboxes().append(ANNA, MESSAGE);
        session = new DigipoortSession(new ClientTransport("192.0.2.7"), new ProtocolConfigurationImpl("test") {});
        session.open(ANNA, maildrops.open(ANNA), records.session());
        AwaitedMemory awaited = new AwaitedMemory(
                TestBudget.settings("<longestWait>7</longestWait>"),
                new BudgetMetrics(metrics, new NoopGaugeRegistry()));
        retr = new RetrCommand(awaited, activity, metrics);
        top = new TopCommand(awaited, metrics);
    }

    @Test
    void holdsItsShareUntilTheReplyIsClosed() throws Exception {
        Answer reply = retr.execute(session, 1, List.of("1"));

        assertThat(content(reply)).isEqualTo(MESSAGE);
        assertThat(isWholeBudgetFree()).isFalse();
        reply.close();
        assertThat(isWholeBudgetFree()).isTrue();
    }

    @Test
    void isHeldWithoutAThreadUntilItsTurnComes() throws Exception {
        Reservation other = budget.reserve(100);

        Answer reply = retr.execute(session, 1, List.of("1"));

        DelayedAnswer held = delayed(reply);
        assertThat(held.delay()).isEqualTo(Duration.ofSeconds(7));
        held.whenReady(() -> told++);
        assertThat(told).isZero();
        other.close();
        assertThat(told).isEqualTo(1);
        try (Answer answer = held.give()) {
            assertThat(content(answer)).isEqualTo(MESSAGE);
        }
        assertThat(isWholeBudgetFree()).isTrue();
    }

    @Test
    void isRefusedWhenItsTurnDoesNotComeInTime() {
        Reservation other = budget.reserve(100);
        DelayedAnswer held = delayed(retr.execute(session, 1, List.of("1")));

        assertThat(held.give().statusLine()).isEqualTo(REFUSED);

        other.close();
        assertThat(isWholeBudgetFree()).isTrue();
        assertThat(metrics.countFor("digipoort-body-refused")).isEqualTo(1);
    }

    @Test
    void leavesTheQueueWithItsClient() {
        Reservation other = budget.reserve(100);
        DelayedAnswer held = delayed(retr.execute(session, 1, List.of("1")));
        held.whenReady(() -> told++);

        held.drop();

        other.close();
        assertThat(told).isZero();
        assertThat(isWholeBudgetFree()).isTrue();
    }

    @Test
    void givesNothingWhenTheLockWasLostMeanwhile() {
        Reservation other = budget.reserve(100);
        DelayedAnswer held = delayed(retr.execute(session, 1, List.of("1")));
        other.close();

        maildrops.locks().pass(TestLocks.LEASE);

        assertThat(held.give().statusLine()).startsWith("-ERR [SYS/TEMP] The maildrop lock was lost");
        assertThat(isWholeBudgetFree()).isTrue();
    }

    @Test
    void givesItsShareBackWhenTheMessageCannotBeRead() throws Exception {
        maildrops.mailboxes().deleteAll(ANNA);

        assertThat(retr.execute(session, 1, List.of("1")).statusLine())
                .isEqualTo("-ERR [SYS/TEMP] Message cannot be read now, try again later");

        assertThat(isWholeBudgetFree()).isTrue();
    }

    @Test
    void topWaitsLikeRetr() throws Exception {
        Reservation other = budget.reserve(100);

        DelayedAnswer held = delayed(top.execute(session, 1, List.of("1", "1")));

        other.close();
        try (Answer answer = held.give()) {
            assertThat(content(answer)).isEqualTo(MESSAGE.substring(0, MESSAGE.indexOf("two")));
        }
        assertThat(isWholeBudgetFree()).isTrue();
    }

    @Test
    void isRecordedBeforeAnOctetIsSentAndWhenItIsOver() throws Exception {
        Answer reply = retr.execute(session, 1, List.of("1"));

        assertThat(records.records("event", "session", "command", "uniqueId", "size"))
                .containsExactly("retrieval-begun 00c0ffee00c0ffee RETR " + uniqueId() + " 53");
        content(reply);
        reply.close();
        HandOver handOver = body(reply).handOver().orElseThrow();
        handOver.complete(53);
        assertThat(records.records("event", "outcome", "command", "uniqueId", "messageId", "octets", "sha256"))
                .element(1)
                .isEqualTo("retrieval-ended complete RETR " + uniqueId() + " <1@example.org> 53 " + sha256());
    }

    @Test
    void whatIsCutOffIsRecordedWithoutAHash() throws Exception {
        Answer reply = retr.execute(session, 1, List.of("1"));
        body(reply).stream().readNBytes(10);
        reply.close();

        body(reply).handOver().orElseThrow().cutOff(9);

        assertThat(records.records("event", "outcome", "octets", "size", "sha256"))
                .element(1)
                .isEqualTo("retrieval-ended cut-off 9 53");
    }

    @Test
    void isNotedAsTheLastOneWhenAllOfItHasLeftTheServer() throws Exception {
        Answer cutOff = retr.execute(session, 1, List.of("1"));
        cutOff.close();
        body(cutOff).handOver().orElseThrow().cutOff(52);
        Answer part = top.execute(session, 1, List.of("1", "9"));
        content(part);
        part.close();
        body(part).handOver().orElseThrow().complete(53);
        assertThat(activity.of(ANNA)).isEqualTo(Activity.NONE);

        handOut();

        assertThat(activity.of(ANNA)).isEqualTo(Activity.retrieval(clock.instant()));
    }

    @Test
    void isNotedAsTheLastOneWithoutAnAuditTrail() throws Exception {
        session.open(ANNA, session.maildrop(), TestAudit.noSession());

        handOut();

        assertThat(activity.of(ANNA)).isEqualTo(Activity.retrieval(clock.instant()));
    }

    private void handOut() throws Exception {
        Answer reply = retr.execute(session, 1, List.of("1"));
        content(reply);
        reply.close();
        body(reply).handOver().orElseThrow().complete(53);
    }

    @Test
    void isRefusedWhenItCannotBeRecorded() {
        records.breakDown(true);

        for (Answer reply :
                List.of(retr.execute(session, 1, List.of("1")), top.execute(session, 1, List.of("1", "0")))) {
            assertThat(reply.statusLine()).isEqualTo("-ERR [SYS/TEMP] Message cannot be read now, try again later");
            assertThat(reply).isInstanceOf(Reply.class);
        }

        assertThat(isWholeBudgetFree()).isTrue();
    }

    @Test
    void deleIsRefusedAndMarksNothingWhenItCannotBeRecorded() {
        DeleCommand dele = new DeleCommand(metrics);
        records.breakDown(true);

        assertThat(dele.execute(session, 1, List.of("1")).statusLine())
                .isEqualTo("-ERR [SYS/TEMP] Message cannot be marked now, try again later");
        assertThat(session.maildrop().snapshot().contains(1)).isTrue();

        records.breakDown(false);
        assertThat(dele.execute(session, 1, List.of("1")).statusLine()).isEqualTo("+OK Message 1 deleted");
        assertThat(records.records("event", "uniqueId", "missing")).containsExactly("gap 1", "marked " + marked());
    }

    @Test
    void quitDeletesNothingThatCannotBeRecorded() {
        session.maildrop().snapshot().delete(1);
        records.breakDown(true);

        Answer reply = new QuitCommand(metrics).execute(session);

        assertThat(reply.statusLine()).isEqualTo("-ERR [SYS/TEMP] No message was removed, try again later");
        assertThat(reply.isEndSession()).isTrue();
        records.breakDown(false);
        session.releaseMaildrop();
        assertThat(records.records("event", "outcome", "deleted"))
                .containsExactly("gap", "session-ended not-recorded 0");
    }

    @Test
    void quitIsRecordedBeforeAndBehindTheDeletionOfEachMessage() throws Exception {
        Answer reply = retr.execute(session, 1, List.of("1"));
        content(reply);
        reply.close();
        body(reply).handOver().orElseThrow().complete(53);
        String uniqueId = uniqueId();
        new DeleCommand(metrics).execute(session, 1, List.of("1"));

        new QuitCommand(metrics).execute(session);
        session.releaseMaildrop();
        session.releaseMaildrop();

        assertThat(records.records("event", "outcome", "uniqueId", "uniqueIds", "messageId", "retrieved", "deleted"))
                .containsExactly(
                        "retrieval-begun " + uniqueId,
                        "retrieval-ended complete " + uniqueId + " <1@example.org>",
                        "marked " + uniqueId,
                        "deletion-begun [\"" + uniqueId + "\"]",
                        "deletion-ended deleted " + uniqueId + " <1@example.org>",
                        "session-ended complete 1 1");
    }

    @Test
    void countsWhatIsHandedOverWholeAndWhatIsCutOff() throws Exception {
        handOver(retr.execute(session, 1, List.of("1"))).complete(53);
        handOver(retr.execute(session, 1, List.of("1"))).cutOff(9);
        handOver(top.execute(session, 1, List.of("1", "1"))).complete(5);

        assertThat(counted("retr-complete", "retr-cut-off", "retr-octets")).containsExactly(1, 1, 62);
        assertThat(counted("top-complete", "top-cut-off", "top-octets")).containsExactly(1, 0, 5);
    }

    @Test
    void countsWithoutAnAuditTrailToo() throws Exception {
        session.open(ANNA, session.maildrop(), TestAudit.noSession());

        handOver(retr.execute(session, 1, List.of("1"))).complete(53);
        handOver(retr.execute(session, 1, List.of("1"))).cutOff(9);

        assertThat(counted("retr-complete", "retr-cut-off", "retr-octets")).containsExactly(1, 1, 62);
    }

    private static HandOver handOver(Answer reply) throws Exception {
        content(reply);
        reply.close();
        return body(reply).handOver().orElseThrow();
    }

    @Test
    void countsDeletionsAndTheEndOfTheSessionOnce() {
        MaildropReleaser releaser = new MaildropReleaser(metrics);
        session.maildrop().snapshot().delete(1);

        new QuitCommand(metrics).execute(session);
        releaser.onDisconnect(session);
        releaser.onDisconnect(session);

        assertThat(counted("deletion-deleted", "deletion-kept", "deletion-unknown"))
                .containsExactly(1, 0, 0);
        assertThat(counted("session-ended-complete", "session-ended-broken-off"))
                .containsExactly(1, 0);
    }

    @Test
    void countsASessionThatBreaksOff() {
        new MaildropReleaser(metrics).onDisconnect(session);

        assertThat(counted("session-ended-complete", "session-ended-broken-off"))
                .containsExactly(0, 1);
    }

    private List<Integer> counted(String... names) {
        return Stream.of(names)
                .map(name -> metrics.countFor("digipoort-" + name))
                .toList();
    }

    @Test
    void wrongArgumentsReserveNothing() {
        assertThat(top.execute(session, 1, List.of("1", "x")).statusLine()).isEqualTo("-ERR Wrong arguments");

        assertThat(isWholeBudgetFree()).isTrue();
    }

    private String uniqueId() {
        return session.maildrop().snapshot().uniqueId(1);
    }

    private String marked() {
        session.maildrop().snapshot().reset();
        return uniqueId();
    }

    private static String sha256() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(MESSAGE.getBytes(US_ASCII));
        return HexFormat.of().formatHex(hash);
    }

    private boolean isWholeBudgetFree() {
        try (Reservation whole = budget.reserve(100)) {
            return whole.isGranted();
        }
    }

    private static String content(Answer reply) throws Exception {
        return new String(body(reply).stream().readAllBytes(), US_ASCII);
    }
}
