package nl.digipoort.james.pop3.transaction;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import nl.digipoort.james.budget.BodyBudget;
import nl.digipoort.james.budget.BudgetMetrics;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.budget.TestBudget;
import nl.digipoort.james.lock.TestLocks;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.maildrop.TestMaildrops;
import nl.digipoort.james.pop3.AwaitedMemory;
import nl.digipoort.james.pop3.HeldAnswer;
import nl.digipoort.james.pop3.Reply;
import org.apache.james.core.Username;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RETR and TOP, and their turn within the budget: nothing here waits, so no thread does. */
class RetrCommandTest {
    private static final Username ANNA = Username.of("anna@example.org");
    private static final String MESSAGE = "Subject: x\r\n\r\none\r\ntwo\r\n";
    private static final String REFUSED = "-ERR [SYS/TEMP] Too many large messages are under way, try again later";

    @TempDir
    Path directory;

    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private BodyBudget budget;
    private TestMaildrops maildrops;
    private OpenMaildrop maildrop;
    private RetrCommand retr;
    private TopCommand top;
    private int told;

    @BeforeEach
    void open() throws Exception {
        budget = TestBudget.of(100, directory, metrics);
        maildrops = new TestMaildrops(budget);
        maildrops.mailboxes().append(ANNA, MESSAGE);
        maildrop = maildrops.open(ANNA);
        AwaitedMemory awaited = new AwaitedMemory(
                TestBudget.settings("<longestWait>7</longestWait>"),
                new BudgetMetrics(metrics, new NoopGaugeRegistry()));
        retr = new RetrCommand(awaited, metrics);
        top = new TopCommand(awaited, metrics);
    }

    @Test
    void holdsItsShareUntilTheReplyIsClosed() throws Exception {
        Reply reply = retr.execute(maildrop, 1, List.of("1"));

        assertThat(content(reply)).isEqualTo(MESSAGE);
        assertThat(isWholeBudgetFree()).isFalse();
        reply.close();
        assertThat(isWholeBudgetFree()).isTrue();
    }

    @Test
    void isHeldWithoutAThreadUntilItsTurnComes() throws Exception {
        Reservation other = budget.reserve(100);

        Reply reply = retr.execute(maildrop, 1, List.of("1"));

        HeldAnswer held = reply.held().orElseThrow();
        assertThat(held.delay()).isEqualTo(Duration.ofSeconds(7));
        held.whenReady(() -> told++);
        assertThat(told).isZero();
        other.close();
        assertThat(told).isEqualTo(1);
        try (Reply answer = held.give()) {
            assertThat(content(answer)).isEqualTo(MESSAGE);
        }
        assertThat(isWholeBudgetFree()).isTrue();
    }

    @Test
    void isRefusedWhenItsTurnDoesNotComeInTime() {
        Reservation other = budget.reserve(100);
        HeldAnswer held = retr.execute(maildrop, 1, List.of("1")).held().orElseThrow();

        assertThat(held.give().statusLine()).isEqualTo(REFUSED);

        other.close();
        assertThat(isWholeBudgetFree()).isTrue();
        assertThat(metrics.countFor("digipoort-body-refused")).isEqualTo(1);
    }

    @Test
    void leavesTheQueueWithItsClient() {
        Reservation other = budget.reserve(100);
        HeldAnswer held = retr.execute(maildrop, 1, List.of("1")).held().orElseThrow();
        held.whenReady(() -> told++);

        held.drop();

        other.close();
        assertThat(told).isZero();
        assertThat(isWholeBudgetFree()).isTrue();
    }

    @Test
    void givesNothingWhenTheLockWasLostMeanwhile() {
        Reservation other = budget.reserve(100);
        HeldAnswer held = retr.execute(maildrop, 1, List.of("1")).held().orElseThrow();
        other.close();

        maildrops.locks().pass(TestLocks.LEASE);

        assertThat(held.give().statusLine()).startsWith("-ERR [SYS/TEMP] The maildrop lock was lost");
        assertThat(isWholeBudgetFree()).isTrue();
    }

    @Test
    void givesItsShareBackWhenTheMessageCannotBeRead() throws Exception {
        maildrops.mailboxes().deleteAll(ANNA);

        assertThat(retr.execute(maildrop, 1, List.of("1")).statusLine())
                .isEqualTo("-ERR [SYS/TEMP] Message cannot be read now, try again later");

        assertThat(isWholeBudgetFree()).isTrue();
    }

    @Test
    void topWaitsLikeRetr() throws Exception {
        Reservation other = budget.reserve(100);

        HeldAnswer held = top.execute(maildrop, 1, List.of("1", "1")).held().orElseThrow();

        other.close();
        try (Reply answer = held.give()) {
            assertThat(content(answer)).isEqualTo("Subject: x\r\n\r\none\r\n");
        }
        assertThat(isWholeBudgetFree()).isTrue();
    }

    @Test
    void wrongArgumentsReserveNothing() {
        assertThat(top.execute(maildrop, 1, List.of("1", "x")).statusLine()).isEqualTo("-ERR Wrong arguments");

        assertThat(isWholeBudgetFree()).isTrue();
    }

    private boolean isWholeBudgetFree() {
        try (Reservation whole = budget.reserve(100)) {
            return whole.isGranted();
        }
    }

    private static String content(Reply reply) throws Exception {
        return new String(reply.body().orElseThrow().stream().readAllBytes(), US_ASCII);
    }
}
