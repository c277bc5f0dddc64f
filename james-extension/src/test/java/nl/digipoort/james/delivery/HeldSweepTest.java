package nl.digipoort.james.delivery;

import static nl.digipoort.james.delivery.TestDeliveries.ANNA;
import static nl.digipoort.james.delivery.TestDeliveries.content;
import static nl.digipoort.james.delivery.TestDeliveries.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import nl.digipoort.james.credential.CapturedLog;
import nl.digipoort.james.journal.Delivery;
import nl.digipoort.james.lock.HeldLease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeldSweepTest {
    private static final long ACCEPTED_AT = 1_000_000;

    private final TestDeliveries world = new TestDeliveries();

    @AfterEach
    void stop() {
        world.sweep.stop();
    }

    @Test
    void bringsMailInAtOnceWhenItsSessionEnds() throws Exception {
        world.sweep.start();
        HeldLease session = world.session(ANNA);
        world.deliver(ANNA, mail("Mail1", 1, "one"));
        world.sweep.soon(ANNA);

        session.release();

        await().atMost(Duration.ofSeconds(2)).until(() -> world.repository.size() == 0);
        assertThat(world.mailboxes.messages(ANNA)).containsExactly(content("one"));
    }

    /** The session ended between the look at the lock and the hold. */
    @Test
    void bringsMailInAtOnceWhenTheSessionHasEndedMeanwhile() throws Exception {
        HeldLease session = world.session(ANNA);
        world.deliver(ANNA, mail("Mail1", 1, "one"));
        session.release();

        world.sweep.soon(ANNA);

        await().until(() -> world.repository.size() == 0);
    }

    @Test
    void looksAtWhatAnEarlierRunHasLeft() throws Exception {
        HeldLease session = world.session(ANNA);
        world.deliver(ANNA, mail("Mail1", 1, "one"));
        session.release();

        world.sweep.start();

        await().until(() -> world.repository.size() == 0);
    }

    @Test
    void tellsOnceOfMailThatIsHeldForTooLong() throws Exception {
        HeldLease session = world.session(ANNA);
        world.deliver(ANNA, mail("Mail1", ACCEPTED_AT, "one"));
        try (CapturedLog log = CapturedLog.of(HeldSweep.class)) {
            world.clock.move(Duration.ofSeconds(59));
            world.sweep.sweep();
            assertThat(log.take()).isEmpty();

            world.clock.move(Duration.ofSeconds(1));
            world.sweep.sweep();
            world.sweep.sweep();

            assertThat(log.take())
                    .containsExactly("WARN Mail 0000001000000.Mail1.anna@example.org is held for 60 s by now");
        }
        session.release();
    }

    @Test
    void goesOnWhenTheStoreIsBack() throws Exception {
        HeldLease session = world.session(ANNA);
        world.deliver(ANNA, mail("Mail1", 1, "one"));
        session.release();
        world.locks.cutOff(true);
        world.sweep.sweep();
        assertThat(world.repository.size()).isEqualTo(1);

        world.locks.cutOff(false);
        world.sweep.sweep();

        assertThat(world.repository.size()).isZero();
        assertThat(world.journal.isMade(Delivery.of("Mail1", ANNA))).isTrue();
    }
}
