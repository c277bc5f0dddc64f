// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.delivery;

import static nl.digipoort.james.delivery.TestDeliveries.ANNA;
import static nl.digipoort.james.delivery.TestDeliveries.BOB;
import static nl.digipoort.james.delivery.TestDeliveries.addressee;
import static nl.digipoort.james.delivery.TestDeliveries.content;
import static nl.digipoort.james.delivery.TestDeliveries.delivered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.delivery.Deliveries.Outcome;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.lock.HolderKind;
import nl.digipoort.james.lock.LeaseHolder;
import nl.digipoort.james.lock.LockInfo;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.lock.TestLocks;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.DeliveryStep;
import nl.digipoort.james.mail.FreeSpace;
import nl.digipoort.james.mail.HeldDeliveries.Release;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.MailContent;
import nl.digipoort.james.mail.NoRoomException;
import nl.digipoort.james.mail.TestContent;
import nl.digipoort.james.maildrop.MessageContent;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.maildrop.UpdateResult;
import org.apache.james.transport.mailets.LocalDelivery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveriesTest {
    private final TestDeliveries world = new TestDeliveries();

    @AfterEach
    void stop() {
        world.sweep.stop();
    }

    @Test
    void deliversAtOnceWhenNobodyHasTheMaildrop() throws Exception {
        assertThat(world.deliver(ANNA, "Mail1", content("one"))).isEqualTo(Outcome.DELIVERED);

        assertThat(world.mailboxes.messages(ANNA)).containsExactly(delivered("one"));
        assertThat(world.locks.look(ANNA)).isEmpty();
        assertThat(world.journal.unsettled(ANNA)).isEmpty();
    }

    /** Bare line feeds, and no line end at the end: larger on the wire than in the store. */
    @ParameterizedTest
    @ValueSource(strings = {"Subject: a\r\n\r\nb\r\n", "Subject: a\r\n\r\nb\nc\r\n", "Subject: a\r\n\r\nb", "\r\n\r\n"})
    void leavesNothingToBeReadAtTheNextLogin(String second) throws Exception {
        world.deliver(ANNA, "Mail1", content("one"));
        world.deliver(ANNA, "Mail2", second);
        OpenMaildrop maildrop = world.open(ANNA);

        assertThat(world.reader.bodies()).isZero();

        assertThat(maildrop.snapshot().size(1)).isEqualTo(delivered("one").length());
        try (MessageContent message = maildrop.retrieve(2, maildrop.reserve(2))) {
            assertThat(maildrop.snapshot().size(2)).isEqualTo(message.stream().readAllBytes().length);
        }
    }

    @Test
    void deliversAlsoWhenTheSizeCannotBeNoted() throws Exception {
        world.wireSizesUnavailable = true;

        assertThat(world.deliver(ANNA, "Mail1", content("one"))).isEqualTo(Outcome.DELIVERED);

        world.wireSizesUnavailable = false;
        world.deliver(ANNA, "Mail2", content("two"));
        assertThat(world.open(ANNA).snapshot().octets())
                .isEqualTo(delivered("one").length() + delivered("two").length());
        assertThat(world.reader.bodies()).isEqualTo(2);
    }

    @Test
    void hasTheLockForTheMomentOfTheAppend() throws Exception {
        world.atNextStep(() -> world.atNextStep(() -> assertThat(world.locks.look(ANNA))
                .map(LockInfo::holder)
                .map(LeaseHolder::kind)
                .contains(HolderKind.DELIVERY)));

        world.deliver(ANNA, "Mail1", content("one"));

        assertThat(world.steps)
                .containsExactly(
                        DeliveryStep.TAKEN,
                        DeliveryStep.LOCKED,
                        DeliveryStep.BEGUN,
                        DeliveryStep.APPENDED,
                        DeliveryStep.NOTED,
                        DeliveryStep.DELIVERED,
                        DeliveryStep.UNLOCKED);
    }

    @Test
    void recognisesAMailThatComesAgain() throws Exception {
        world.deliver(ANNA, "Mail1", content("one"));

        assertThat(world.deliver(ANNA, "Mail1", content("one"))).isEqualTo(Outcome.DELIVERED);

        assertThat(world.mailboxes.messages(ANNA)).hasSize(1);
        assertThat(world.metrics.countFor("digipoort-delivery-repeated")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = DeliveryStep.class,
            names = {"TAKEN", "LOCKED", "BEGUN", "APPENDED", "NOTED", "DELIVERED", "UNLOCKED"})
    void deliversOnceWhereverItCrashes(DeliveryStep step) throws Exception {
        world.crashBehind(step);
        assertThatThrownBy(() -> world.deliver(ANNA, "Mail1", content("one"))).isInstanceOf(TestDeliveries.Crash.class);
        world.restart();

        world.deliver(ANNA, "Mail1", content("one"));

        assertThat(world.mailboxes.messages(ANNA)).hasSize(1);
    }

    /** An Error is no crash of the whole server: nothing starts again and frees the lock. */
    @ParameterizedTest
    @EnumSource(
            value = DeliveryStep.class,
            names = {"TAKEN", "LOCKED", "BEGUN", "APPENDED", "NOTED", "DELIVERED", "UNLOCKED"})
    void leavesNoLockBehindAnError(DeliveryStep step) {
        world.crashBehind(step);

        assertThatThrownBy(() -> world.deliver(ANNA, "Mail1", content("one"))).isInstanceOf(TestDeliveries.Crash.class);

        assertThat(world.locks.lookAll()).isEmpty();
    }

    /** Somebody else's delivery comes between the crash and the next try. */
    @ParameterizedTest
    @EnumSource(
            value = DeliveryStep.class,
            names = {"LOCKED", "BEGUN", "APPENDED", "NOTED"})
    void deliversOnceWhereverItCrashesAndWhoeverComesNext(DeliveryStep step) throws Exception {
        world.crashBehind(step);
        assertThatThrownBy(() -> world.deliver(ANNA, "Mail1", content("one"))).isInstanceOf(TestDeliveries.Crash.class);
        world.restart();

        world.deliver(ANNA, "Mail2", content("two"));
        world.deliver(ANNA, "Mail1", content("one"));

        assertThat(world.mailboxes.messages(ANNA)).containsExactlyInAnyOrder(delivered("one"), delivered("two"));
    }

    /** Its client may delete the only thing by which the delivery shows; so the session finds out before. */
    @Test
    void deliversOnceWhenASessionHasDeletedTheMessageSinceTheCrash() throws Exception {
        world.crashBehind(DeliveryStep.APPENDED);
        assertThatThrownBy(() -> world.deliver(ANNA, "Mail1", content("one"))).isInstanceOf(TestDeliveries.Crash.class);
        world.restart();
        OpenMaildrop session = world.open(ANNA);
        session.snapshot().delete(1);
        assertThat(session.update(TestAudit.noSession())).isEqualTo(UpdateResult.COMPLETE);

        assertThat(world.deliver(ANNA, "Mail1", content("one"))).isEqualTo(Outcome.DELIVERED);

        assertThat(world.mailboxes.messages(ANNA)).isEmpty();
    }

    @Test
    void deliversWhenASessionHasBeenThereSinceACrashBeforeTheAppend() throws Exception {
        world.crashBehind(DeliveryStep.BEGUN);
        assertThatThrownBy(() -> world.deliver(ANNA, "Mail1", content("one"))).isInstanceOf(TestDeliveries.Crash.class);
        world.restart();
        world.open(ANNA).release();

        world.deliver(ANNA, "Mail1", content("one"));

        assertThat(world.mailboxes.messages(ANNA)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = DeliveryStep.class,
            names = {"TAKEN", "BEGUN", "APPENDED", "NOTED", "BROUGHT_IN"})
    void bringsHeldMailInOnceWhereverItCrashes(DeliveryStep step) throws Exception {
        OwnedLease session = world.session(ANNA);
        world.deliver(ANNA, "Mail1", content("one"));
        world.deliver(ANNA, "Mail2", content("two"));
        session.release();
        world.crashBehind(step);
        assertThatThrownBy(() -> world.sweep.release(ANNA)).isInstanceOf(TestDeliveries.Crash.class);
        world.restart();

        // the queue had not let go of it either
        world.deliver(ANNA, "Mail2", content("two"));
        world.sweep.release(ANNA);

        assertThat(world.mailboxes.messages(ANNA)).containsExactly(delivered("one"), delivered("two"));
        assertThat(world.heldFor(ANNA)).isZero();
    }

    @Test
    void holdsOnceWhenItCrashesBehindTheHold() throws Exception {
        OwnedLease session = world.session(ANNA);
        world.crashBehind(DeliveryStep.HELD);
        assertThatThrownBy(() -> world.deliver(ANNA, "Mail1", content("one"))).isInstanceOf(TestDeliveries.Crash.class);
        session.release();
        world.restart();
        world.sweep.release(ANNA);

        world.deliver(ANNA, "Mail1", content("one"));

        assertThat(world.mailboxes.messages(ANNA)).hasSize(1);
    }

    /** The sender would send it again, and nothing would show that it is the same. */
    @Test
    void answersThatTheMailIsDeliveredWhenOnlyJamessAnswerToTheAppendIsLost() throws Exception {
        world.deliverFromClient(ANNA, "Mail1", content("one"));
        world.mailboxes.loseNextAnswer();

        assertThat(world.deliverFromClient(ANNA, "Mail2", content("two"))).isEqualTo(Outcome.DELIVERED);

        assertThat(world.mailboxes.messages(ANNA)).containsExactly(delivered("one"), delivered("two"));
        assertThat(world.open(ANNA).snapshot().octets())
                .isEqualTo(delivered("one").length() + delivered("two").length());
        assertThat(world.reader.bodies()).isZero();
    }

    @Test
    void answersThatTheMailIsDeliveredWhenTheFirstReadingBackFails() throws Exception {
        world.appendedReader.failNext();

        assertThat(world.deliverFromClient(ANNA, "Mail1", content("one"))).isEqualTo(Outcome.DELIVERED);

        assertThat(world.mailboxes.messages(ANNA)).containsExactly(delivered("one"));
    }

    /** A moved message has no trace lines of ours. */
    @Test
    void takesNoEqualMessageForTheOneWhoseAppendFailed() throws Exception {
        Addressee withoutTrace = Addressee.of(ANNA, new byte[0]);
        Instant came = world.clock.instant();
        world.deliveries.deliver(IncomingMail.moved("Mail1", TestContent.of(content("one")), came), withoutTrace);

        MailContent equal = TestContent.failingOnce(content("one"));
        assertThatThrownBy(() -> world.deliveries.deliver(IncomingMail.moved("Mail2", equal, came), withoutTrace))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(world.mailboxes.messages(ANNA)).containsExactly(content("one"));
    }

    @Test
    void bringsHeldMailInOnceWhenJamessAnswerIsLost() throws Exception {
        OwnedLease session = world.session(ANNA);
        world.deliverFromClient(ANNA, "Mail1", content("one"));
        world.deliverFromClient(ANNA, "Mail2", content("two"));
        session.release();
        world.mailboxes.loseNextAnswer();

        world.sweep.release(ANNA);

        assertThat(world.mailboxes.messages(ANNA)).containsExactly(delivered("one"), delivered("two"));
        assertThat(world.heldFor(ANNA)).isZero();
        assertThat(world.journal.unsettled(ANNA)).isEmpty();
    }

    @Test
    void givesTheMailBackToTheSpoolWhenTheLockStoreIsUnavailable() throws Exception {
        world.locks.cutOff(true);

        assertThatThrownBy(() -> world.deliver(ANNA, "Mail1", content("one")))
                .isInstanceOf(StoreUnavailableException.class);

        assertThat(world.heldFor(ANNA)).isZero();
    }

    @Test
    void holdsWhatMeetsASessionAndBringsItInInOrderOfAcceptance() throws Exception {
        OwnedLease session = world.session(ANNA);

        assertThat(world.deliverFromClient(ANNA, "Mail2", content("two"))).isEqualTo(Outcome.HELD);
        assertThat(world.deliverFromClient(ANNA, "Mail1", content("one"))).isEqualTo(Outcome.HELD);
        assertThat(world.deliverFromClient(BOB, "Mail1", content("one"))).isEqualTo(Outcome.DELIVERED);
        assertThat(world.mailboxes.messages(ANNA)).isEmpty();
        assertThat(world.sweep.release(ANNA)).isEqualTo(Release.IN_USE);
        session.release();
        assertThat(world.sweep.release(ANNA)).isEqualTo(Release.DONE);

        assertThat(world.mailboxes.messages(ANNA)).containsExactly(delivered("two"), delivered("one"));
        assertThat(world.heldFor(ANNA)).isZero();
    }

    @Test
    void keepsTheOrderOfAcceptanceWhenTheClockIsSetBack() throws Exception {
        OwnedLease session = world.session(ANNA);
        List<String> names = List.of("a", "b", "c", "d");
        for (String name : names) {
            assertThat(world.deliverFromClient(ANNA, "Mail" + name, content(name)))
                    .isEqualTo(Outcome.HELD);
            world.clock.step(Duration.ofHours(-1));
        }
        session.release();
        assertThat(world.sweep.release(ANNA)).isEqualTo(Release.DONE);
        world.clock.step(Duration.ofDays(-1));
        assertThat(world.deliverFromClient(ANNA, "Maile", content("e"))).isEqualTo(Outcome.DELIVERED);

        assertThat(world.mailboxes.messages(ANNA))
                .containsExactly(delivered("a"), delivered("b"), delivered("c"), delivered("d"), delivered("e"));
    }

    /** Nothing of it is lost, nothing is in vain, and what comes after it stays behind it. */
    @Test
    void holdsWhatAFullMaildropDoesNotTakeUntilThereIsRoom() throws Exception {
        world.quotas.setMessages(0);
        assertThat(world.deliver(ANNA, "Mail1", content("one"))).isEqualTo(Outcome.HELD);
        assertThat(world.locks.look(ANNA)).isEmpty();
        assertThat(world.sweep.release(ANNA)).isEqualTo(Release.FAILED);
        assertThat(world.heldFor(ANNA)).isEqualTo(1);

        world.quotas.setMessages(10);
        assertThat(world.deliver(ANNA, "Mail2", content("two"))).isEqualTo(Outcome.HELD);
        assertThat(world.sweep.release(ANNA)).isEqualTo(Release.DONE);

        assertThat(world.mailboxes.messages(ANNA)).containsExactly(delivered("one"), delivered("two"));
    }

    @Test
    void letsNothingNewerOvertakeWhatIsHeld() throws Exception {
        OwnedLease session = world.session(ANNA);
        world.deliverFromClient(ANNA, "Mail1", content("one"));
        session.release();

        assertThat(world.deliverFromClient(ANNA, "Mail2", content("two"))).isEqualTo(Outcome.HELD);
        world.sweep.release(ANNA);

        assertThat(world.mailboxes.messages(ANNA)).containsExactly(delivered("one"), delivered("two"));
    }

    @Test
    void deliversAHeldMailOnceThatComesAgain() throws Exception {
        world.deliver(ANNA, "Mail1", content("one"));
        OwnedLease session = world.session(ANNA);
        world.deliver(ANNA, "Mail1", content("one"));
        world.deliver(ANNA, "Mail1", content("one"));
        session.release();

        assertThat(world.sweep.release(ANNA)).isEqualTo(Release.DONE);

        assertThat(world.mailboxes.messages(ANNA)).hasSize(1);
        assertThat(world.heldFor(ANNA)).isZero();
    }

    /** An operator removes it, or another node brings it in, right before. */
    @Test
    void countsNoDeliveryOfAMailThatIsNotHeldAnyMore() throws Exception {
        world.held.hold(IncomingMail.fromClient("Mail1", TestContent.of(content("one"))), List.of(addressee(ANNA)));
        OwnedLease lease = world.leases.forDelivery(ANNA, "test").orElseThrow();

        assertThat(world.deliveriesOfNothing().bringIn(lease)).isEqualTo(Deliveries.Progress.ALL_IN);

        assertThat(world.metrics.countFor(LocalDelivery.LOCAL_DELIVERED_MAILS_METRIC_NAME))
                .isZero();
        assertThat(world.steps).containsExactly(DeliveryStep.TAKEN);
    }

    @Test
    void holdsWhatHasLostItsLockBeforeTheAppend() throws Exception {
        world.atStep(DeliveryStep.LOCKED, () -> world.locks.pass(TestLocks.LEASE));

        assertThat(world.deliverFromClient(ANNA, "Mail1", content("one"))).isEqualTo(Outcome.HELD);

        assertThat(world.mailboxes.messages(ANNA)).isEmpty();
        assertThat(world.sweep.release(ANNA)).isEqualTo(Release.DONE);
        assertThat(world.mailboxes.messages(ANNA)).containsExactly(delivered("one"));
    }

    @Test
    void holdsForAllWhatIsForSeveralAndBringsItInWhereItCan() throws Exception {
        OwnedLease session = world.session(ANNA);

        world.reception.accept(
                IncomingMail.fromClient("Mail1", TestContent.of(content("one"))),
                List.of(addressee(ANNA), addressee(BOB)));

        await().until(() -> world.heldFor(BOB) == 0);
        assertThat(world.mailboxes.messages(BOB)).containsExactly(delivered("one"));
        assertThat(world.mailboxes.messages(ANNA)).isEmpty();
        assertThat(world.heldFor(ANNA)).isEqualTo(1);
        session.release();
    }

    @Test
    void takesNothingWithoutRoom() {
        Reception reception = new Reception(
                world.deliveries, world.sweep, new FreeSpace(Path.of("."), Long.MAX_VALUE), world.arrivals);

        assertThatThrownBy(reception::requireRoom).isInstanceOf(NoRoomException.class);
        assertThatThrownBy(() -> reception.accept(
                        IncomingMail.fromClient("Mail1", TestContent.of(content("one"))), List.of(addressee(ANNA))))
                .isInstanceOf(NoRoomException.class);
        assertThat(world.steps).isEmpty();
    }

    /** Line ends, octets above 127, NUL, a bare CR, no header: in the maildrop as they came, straight in or held. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: a\r\n\r\nb\r\n",
                "Subject: Z\u00f6lle\r\n\r\nb\r\n",
                "Subject: a\rX-Other: b\r\n\r\nb\r\n",
                "no header\r\n",
                "\r\nno header\r\n",
                "Subject: a\r\nno empty line\r\n",
                "Content-Type: application/EDIFACT; name=my file.edi\r\n\r\nUNB\r\n",
                "Content-Type: text/plain; charset=\"never closed\r\n\r\nUNB\r\n",
                "Content-Type: multipart/mixed; boundary=never\r\n\r\nUNB\r\n",
                "\u0000\u0001\u00ff\r\n",
                ""
            })
    void changesNoOctet(String octets) throws Exception {
        world.deliverFromClient(ANNA, "Mail1", octets);
        OwnedLease session = world.session(ANNA);
        world.deliverFromClient(ANNA, "Mail2", octets);
        session.release();
        world.sweep.release(ANNA);

        assertThat(world.mailboxes.messages(ANNA))
                .containsExactly(TestDeliveries.TRACE + octets, TestDeliveries.TRACE + octets);
    }
}
