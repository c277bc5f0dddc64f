// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.delivery;

import static nl.digipoort.james.delivery.TestDeliveries.ANNA;
import static nl.digipoort.james.delivery.TestDeliveries.BOB;
import static nl.digipoort.james.delivery.TestDeliveries.content;
import static nl.digipoort.james.delivery.TestDeliveries.delivered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import nl.digipoort.james.credential.CapturedLog;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.journal.Delivery;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.mail.DeliveryStep;
import nl.digipoort.james.mail.HeldDeliveries.Release;
import nl.digipoort.james.mail.HeldMail;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.TestContent;
import nl.digipoort.james.mail.WaitingMaildrop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeldSweepTest {
    private final TestDeliveries world = new TestDeliveries();

    @AfterEach
    void stop() {
        world.sweep.stop();
    }

    @Test
    void bringsMailInAtOnceWhenItsSessionEnds() throws Exception {
        world.sweep.start();
        OwnedLease session = world.session(ANNA);
        world.deliver(ANNA, "Mail1", content("one"));
        world.sweep.soon(ANNA);

        session.release();

        await().until(() -> world.heldFor(ANNA) == 0);
        assertThat(world.mailboxes.messages(ANNA)).containsExactly(delivered("one"));
    }

    /** The session ended between the look at the lock and the hold. */
    @Test
    void bringsMailInAtOnceWhenTheSessionHasEndedMeanwhile() throws Exception {
        OwnedLease session = world.session(ANNA);
        world.deliver(ANNA, "Mail1", content("one"));
        session.release();

        world.sweep.soon(ANNA);

        await().until(() -> world.heldFor(ANNA) == 0);
    }

    @Test
    void looksAtWhatAnEarlierRunHasLeft() throws Exception {
        OwnedLease session = world.session(ANNA);
        world.deliver(ANNA, "Mail1", content("one"));
        session.release();

        world.sweep.start();

        await().until(() -> world.heldFor(ANNA) == 0);
    }

    @Test
    void goesOnAfterAnErrorAndLeavesNoLock() throws Exception {
        OwnedLease session = world.session(ANNA);
        world.deliver(ANNA, "Mail1", content("one"));
        session.release();
        world.crashBehind(DeliveryStep.TAKEN);
        try (CapturedLog log = CapturedLog.of(HeldSweep.class)) {
            world.sweep.soon(ANNA);
            await().untilAsserted(() -> assertThat(log.take())
                    .containsExactly("WARN Held mail cannot be looked after now; it is tried again"));
        }
        assertThat(world.locks.lookAll()).isEmpty();

        world.restart();
        world.sweep.sweep();

        await().until(() -> world.heldFor(ANNA) == 0);
    }

    @Test
    void tellsOnceOfMailThatIsHeldForTooLong() throws Exception {
        OwnedLease session = world.session(ANNA);
        world.deliver(ANNA, "Mail1", content("one"));
        try (CapturedLog log = CapturedLog.of(HeldSweep.class)) {
            world.clock.move(Duration.ofSeconds(59));
            world.sweep.sweep();
            assertThat(log.take()).isEmpty();

            world.clock.move(Duration.ofSeconds(1));
            world.sweep.sweep();
            world.sweep.sweep();

            assertThat(log.take())
                    .containsExactly("WARN 1 mails for anna@example.org are held, the oldest for 60 s by now");
        }
        session.release();
    }

    @Test
    void goesOnWhenTheStoreIsBack() throws Exception {
        OwnedLease session = world.session(ANNA);
        world.deliver(ANNA, "Mail1", content("one"));
        session.release();
        world.locks.cutOff(true);
        assertThatThrownBy(() -> world.sweep.release(ANNA)).isInstanceOf(StoreUnavailableException.class);
        assertThat(world.heldFor(ANNA)).isEqualTo(1);

        world.locks.cutOff(false);
        world.sweep.sweep();

        await().until(() -> world.heldFor(ANNA) == 0);
        assertThat(world.journal.isMade(Delivery.of("Mail1", ANNA))).isTrue();
    }

    /** As one that James cannot store would: it holds up its own maildrop only, and the log has it once. */
    @Test
    void triesAMaildropAgainAfterAPauseThatGrows() throws Exception {
        OwnedLease anna = world.session(ANNA);
        world.deliver(ANNA, "Mail1", content("one"));
        anna.release();
        AtomicInteger attempts = new AtomicInteger();
        world.whenBegun(ANNA, () -> {
            attempts.incrementAndGet();
            throw new IllegalStateException("it does not go in");
        });

        try (CapturedLog log = CapturedLog.of(HeldSweep.class)) {
            assertThat(world.sweep.release(ANNA)).isEqualTo(Release.FAILED);
            assertThat(world.sweep.release(ANNA)).isEqualTo(Release.FAILED);
            assertThat(log.take())
                    .containsExactly("ERROR Held mail for anna@example.org cannot be brought in; it is tried again");
        }
        world.sweep.sweep();
        assertThat(world.deliver(BOB, "Mail1", content("one"))).isEqualTo(Deliveries.Outcome.DELIVERED);
        assertThat(attempts).hasValue(2);

        world.whenBegun(ANNA, () -> {});
        world.ticker.move(Duration.ofSeconds(2));
        world.sweep.sweep();

        await().until(() -> world.heldFor(ANNA) == 0);
    }

    @Test
    void knowsForHowLongMailWaitsAlsoThatOfOtherNodes() throws Exception {
        OwnedLease session = world.session(ANNA);
        world.held.hold(
                IncomingMail.fromQueue("Mail1", TestContent.of("one")), List.of(TestDeliveries.addressee(ANNA)));
        assertThat(world.heldTimes.of(ANNA)).isEmpty();

        world.sweep.sweep();
        world.ticker.move(Duration.ofMinutes(1));
        assertThat(world.sweep.release(ANNA)).isEqualTo(Release.IN_USE);
        assertThat(world.heldTimes.of(ANNA)).contains(Duration.ofMinutes(1));
        session.release();

        await().untilAsserted(() -> {
            assertThat(world.sweep.release(ANNA)).isEqualTo(Release.DONE);
            assertThat(world.heldTimes.of(ANNA)).isEmpty();
        });
    }

    /** It need not wait for the end of a pause. */
    @Test
    void bringsMailInAtOnceWhenASessionHasMadeRoom() throws Exception {
        world.quotas.setMessages(0);
        world.deliver(ANNA, "Mail1", content("one"));
        assertThat(world.sweep.release(ANNA)).isEqualTo(Release.FAILED);
        assertThat(world.sweep.release(ANNA)).isEqualTo(Release.FAILED);
        world.sweep.start();
        OwnedLease session = world.session(ANNA);
        world.quotas.setMessages(10);

        session.release();

        await().until(() -> world.heldFor(ANNA) == 0);
    }

    @Test
    void showsWhatWaitsThatWithTheOldestFirst() throws Exception {
        OwnedLease anna = world.session(ANNA);
        OwnedLease bob = world.session(BOB);
        world.deliver(BOB, "Mail1", content("one"));
        world.clock.move(Duration.ofSeconds(1));
        world.deliver(ANNA, "Mail2", content("two"));
        world.deliver(ANNA, "Mail3", content("three"));

        assertThat(world.sweep.waiting()).extracting(WaitingMaildrop::maildrop).containsExactly(BOB, ANNA);
        assertThat(world.sweep.waiting(ANNA).count()).isEqualTo(2);
        assertThat(world.sweep.next(ANNA, 1)).extracting(HeldMail::name).containsExactly("Mail2");
        anna.release();
        bob.release();
    }

    /** Much longer than sessions may wait: the lock is let go in between. */
    @Test
    void drainsManyInOrder() throws Exception {
        OwnedLease session = world.session(ANNA);
        for (int i = 0; i < 500; i++) {
            world.deliverFromClient(ANNA, "Mail" + i, content("number " + i));
        }
        session.release();
        AtomicInteger locked = new AtomicInteger();
        world.whenBegun(ANNA, () -> {
            locked.incrementAndGet();
            world.ticker.move(Duration.ofMillis(100));
        });

        assertThat(world.sweep.release(ANNA)).isEqualTo(Release.DONE);

        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            expected.add(delivered("number " + i));
        }
        assertThat(world.mailboxes.messages(ANNA)).isEqualTo(expected);
        assertThat(locked).hasValue(500);
    }
}
