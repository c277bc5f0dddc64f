package nl.digipoort.james.delivery;

import static nl.digipoort.james.delivery.TestDeliveries.ANNA;
import static nl.digipoort.james.delivery.TestDeliveries.BOB;
import static nl.digipoort.james.delivery.TestDeliveries.content;
import static nl.digipoort.james.delivery.TestDeliveries.mail;
import static nl.digipoort.james.delivery.TestDeliveries.mailOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.delivery.Deliveries.Outcome;
import nl.digipoort.james.journal.HeldDeliveries.Release;
import nl.digipoort.james.journal.HeldDelivery;
import nl.digipoort.james.lock.HeldLease;
import nl.digipoort.james.lock.HolderKind;
import nl.digipoort.james.lock.LeaseHolder;
import nl.digipoort.james.lock.MaildropLock;
import nl.digipoort.james.lock.StoreUnavailableException;
import nl.digipoort.james.lock.TestLocks;
import nl.digipoort.james.maildrop.MessageContent;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.maildrop.UpdateResult;
import org.apache.james.core.MailAddress;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.core.quota.QuotaCountUsage;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.mailet.Mail;
import org.apache.mailet.PerRecipientHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveriesTest {
    private final TestDeliveries world = new TestDeliveries();

    @Test
    void deliversAtOnceWhenNobodyHasTheMaildrop() throws Exception {
        assertThat(world.deliver(ANNA, mail("Mail1", 1, "one"))).isEqualTo(Outcome.DELIVERED);

        assertThat(world.mailboxes.messages(ANNA)).containsExactly(content("one"));
        assertThat(world.locks.look(ANNA)).isEmpty();
        assertThat(world.journal.unsettled(ANNA)).isEmpty();
    }

    /** Bare line feeds, and no line end at the end: larger on the wire than in the store. */
    @ParameterizedTest
    @ValueSource(strings = {"Subject: a\r\n\r\nb\r\n", "Subject: a\r\n\r\nb\nc\r\n", "Subject: a\r\n\r\nb", "\r\n\r\n"})
    void leavesNothingToBeReadAtTheNextLogin(String second) throws Exception {
        world.deliver(ANNA, mail("Mail1", 1, "one"));
        world.deliver(ANNA, mailOf("Mail2", 2, second));
        OpenMaildrop maildrop = world.open(ANNA);

        assertThat(world.read).isZero();

        assertThat(maildrop.snapshot().size(1)).isEqualTo(content("one").length());
        try (MessageContent message = maildrop.retrieve(2, maildrop.reserve(2))) {
            assertThat(maildrop.snapshot().size(2)).isEqualTo(message.stream().readAllBytes().length);
        }
    }

    @Test
    void deliversAlsoWhenTheSizeCannotBeNoted() throws Exception {
        world.wireSizesOutOfReach = true;

        assertThat(world.deliver(ANNA, mail("Mail1", 1, "one"))).isEqualTo(Outcome.DELIVERED);

        world.wireSizesOutOfReach = false;
        world.deliver(ANNA, mail("Mail2", 2, "two"));
        assertThat(world.open(ANNA).snapshot().octets())
                .isEqualTo(content("one").length() + content("two").length());
        assertThat(world.read).isEqualTo(2);
    }

    @Test
    void hasTheLockForTheMomentOfTheAppend() throws Exception {
        world.atNextStep(() -> world.atNextStep(() -> assertThat(world.locks.look(ANNA))
                .map(MaildropLock::holder)
                .map(LeaseHolder::kind)
                .contains(HolderKind.DELIVERY)));

        world.deliver(ANNA, mail("Mail1", 1, "one"));

        assertThat(world.steps)
                .containsExactly(
                        DeliveryStep.TAKEN,
                        DeliveryStep.LOCKED,
                        DeliveryStep.BEGUN,
                        DeliveryStep.APPENDED,
                        DeliveryStep.NOTED,
                        DeliveryStep.UNLOCKED);
    }

    @Test
    void holdsWhatMeetsASessionAndBringsItInInOrderOfArrival() throws Exception {
        HeldLease session = world.session(ANNA);

        assertThat(world.deliver(ANNA, mail("Mail2", 2, "two"))).isEqualTo(Outcome.HELD);
        assertThat(world.deliver(ANNA, mail("Mail1", 1, "one"))).isEqualTo(Outcome.HELD);
        assertThat(world.deliver(BOB, mail("Mail1", 1, "one"))).isEqualTo(Outcome.DELIVERED);
        assertThat(world.mailboxes.messages(ANNA)).isEmpty();
        assertThat(world.sweep.release(ANNA)).isEqualTo(Release.IN_USE);
        session.release();
        assertThat(world.sweep.release(ANNA)).isEqualTo(Release.DONE);

        assertThat(world.mailboxes.messages(ANNA)).containsExactly(content("one"), content("two"));
        assertThat(world.repository.size()).isZero();
    }

    /** Nothing of it is lost, nothing is in vain, and what comes behind it stays behind it. */
    @Test
    void holdsWhatAFullMaildropDoesNotTakeUntilThereIsRoom() throws Exception {
        RuntimeException full =
                new IllegalStateException(new OverQuotaException(QuotaCountLimit.count(1), QuotaCountUsage.count(1)));
        failAtAppend(full);
        assertThat(world.deliver(ANNA, mail("Mail1", 1, "one"))).isEqualTo(Outcome.HELD);
        assertThat(world.locks.look(ANNA)).isEmpty();
        assertThat(world.journal.unsettled(ANNA)).isEmpty();

        failAtAppend(full);
        assertThat(world.sweep.release(ANNA)).isEqualTo(Release.FAILED);
        assertThat(world.repository.size()).isEqualTo(1);

        assertThat(world.deliver(ANNA, mail("Mail2", 2, "two"))).isEqualTo(Outcome.DELIVERED);
        assertThat(world.mailboxes.messages(ANNA)).containsExactly(content("one"), content("two"));
        assertThat(world.repository.size()).isZero();
    }

    /** As James fails when it looks at the quota: before the message is appended, behind our note of it. */
    private void failAtAppend(RuntimeException failure) {
        world.atStep(DeliveryStep.BEGUN, () -> {
            throw failure;
        });
    }

    @Test
    void letsNothingNewerOvertakeWhatIsHeld() throws Exception {
        HeldLease session = world.session(ANNA);
        world.deliver(ANNA, mail("Mail1", 1, "one"));
        session.release();

        world.deliver(ANNA, mail("Mail2", 2, "two"));

        assertThat(world.mailboxes.messages(ANNA)).containsExactly(content("one"), content("two"));
        assertThat(world.repository.size()).isZero();
    }

    /** Held mail that is newer waits for its own turn. */
    @Test
    void doesNotBringInNewerMailBeforeIt() throws Exception {
        HeldLease session = world.session(ANNA);
        world.deliver(ANNA, mail("Mail2", 2, "two"));
        session.release();

        world.deliver(ANNA, mail("Mail1", 1, "one"));
        world.sweep.release(ANNA);

        assertThat(world.mailboxes.messages(ANNA)).containsExactly(content("one"), content("two"));
    }

    @Test
    void recognisesAMailThatComesAgain() throws Exception {
        world.deliver(ANNA, mail("Mail1", 1, "one"));

        assertThat(world.deliver(ANNA, mail("Mail1", 1, "one"))).isEqualTo(Outcome.DELIVERED);

        assertThat(world.mailboxes.messages(ANNA)).hasSize(1);
        assertThat(world.metrics.countFor("digipoort-delivery-repeated")).isEqualTo(1);
    }

    /** James splits a mail by its recipients and gives the part another name each time. */
    @Test
    void recognisesAPartOfAMailThatComesAgain() throws Exception {
        world.deliver(ANNA, mail("Mail1-!1234567-!7654321", 1, "one"));
        Mail kept = mail("Mail1", 1, "one");
        AcceptedName.keep(kept);
        kept.setName("1-whatever-it-is-called");

        world.deliver(ANNA, mail("Mail1-!7777777", 1, "one"));
        world.deliver(ANNA, kept);

        assertThat(world.mailboxes.messages(ANNA)).hasSize(1);
    }

    @Test
    void doesNotHoldAMailThatIsThereAlready() throws Exception {
        world.deliver(ANNA, mail("Mail1", 1, "one"));
        HeldLease session = world.session(ANNA);

        assertThat(world.deliver(ANNA, mail("Mail1", 1, "one"))).isEqualTo(Outcome.DELIVERED);

        session.release();
        assertThat(world.repository.size()).isZero();
    }

    @Test
    void holdsAMailThatComesAgainOnce() throws Exception {
        HeldLease session = world.session(ANNA);
        world.deliver(ANNA, mail("Mail1-!1111111", 1, "one"));
        world.deliver(ANNA, mail("Mail1-!2222222", 1, "one"));

        assertThat(world.repository.size()).isEqualTo(1);
        session.release();
        world.sweep.release(ANNA);

        assertThat(world.mailboxes.messages(ANNA)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = DeliveryStep.class,
            names = {"TAKEN", "LOCKED", "BEGUN", "APPENDED", "NOTED", "UNLOCKED"})
    void deliversOnceWhereverItCrashes(DeliveryStep step) throws Exception {
        world.crashBehind(step);
        assertThatThrownBy(() -> world.deliver(ANNA, mail("Mail1", 1, "one"))).isInstanceOf(TestDeliveries.Crash.class);
        world.restart();

        world.deliver(ANNA, mail("Mail1", 1, "one"));

        assertThat(world.mailboxes.messages(ANNA)).hasSize(1);
    }

    /** Somebody else's delivery comes between the crash and the next try. */
    @ParameterizedTest
    @EnumSource(
            value = DeliveryStep.class,
            names = {"LOCKED", "BEGUN", "APPENDED", "NOTED"})
    void deliversOnceWhereverItCrashesAndWhoeverComesNext(DeliveryStep step) throws Exception {
        world.crashBehind(step);
        assertThatThrownBy(() -> world.deliver(ANNA, mail("Mail1", 1, "one"))).isInstanceOf(TestDeliveries.Crash.class);
        world.restart();

        world.deliver(ANNA, mail("Mail2", 2, "two"));
        world.deliver(ANNA, mail("Mail1", 1, "one"));

        assertThat(world.mailboxes.messages(ANNA)).containsExactlyInAnyOrder(content("one"), content("two"));
    }

    /** Its client may delete the only thing by which the delivery shows; so the session finds out before. */
    @Test
    void deliversOnceWhenASessionHasDeletedTheMessageSinceTheCrash() throws Exception {
        world.crashBehind(DeliveryStep.APPENDED);
        assertThatThrownBy(() -> world.deliver(ANNA, mail("Mail1", 1, "one"))).isInstanceOf(TestDeliveries.Crash.class);
        world.restart();
        OpenMaildrop session = world.open(ANNA);
        session.snapshot().delete(1);
        assertThat(session.update(TestAudit.noSession())).isEqualTo(UpdateResult.COMPLETE);

        assertThat(world.deliver(ANNA, mail("Mail1", 1, "one"))).isEqualTo(Outcome.DELIVERED);

        assertThat(world.mailboxes.messages(ANNA)).isEmpty();
    }

    @Test
    void deliversWhenASessionHasBeenThereSinceACrashBeforeTheAppend() throws Exception {
        world.crashBehind(DeliveryStep.BEGUN);
        assertThatThrownBy(() -> world.deliver(ANNA, mail("Mail1", 1, "one"))).isInstanceOf(TestDeliveries.Crash.class);
        world.restart();
        world.open(ANNA).release();

        world.deliver(ANNA, mail("Mail1", 1, "one"));

        assertThat(world.mailboxes.messages(ANNA)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = DeliveryStep.class,
            names = {"TAKEN", "BEGUN", "APPENDED", "NOTED", "BROUGHT_IN"})
    void bringsHeldMailInOnceWhereverItCrashes(DeliveryStep step) throws Exception {
        HeldLease session = world.session(ANNA);
        world.deliver(ANNA, mail("Mail1", 1, "one"));
        world.deliver(ANNA, mail("Mail2", 2, "two"));
        session.release();
        world.crashBehind(step);
        assertThatThrownBy(() -> world.sweep.release(ANNA)).isInstanceOf(TestDeliveries.Crash.class);
        world.restart();

        // the queue had not let go of it either
        world.deliver(ANNA, mail("Mail2", 2, "two"));
        world.sweep.release(ANNA);

        assertThat(world.mailboxes.messages(ANNA)).containsExactly(content("one"), content("two"));
        assertThat(world.repository.size()).isZero();
    }

    @Test
    void holdsOnceWhenItCrashesBehindTheHold() throws Exception {
        HeldLease session = world.session(ANNA);
        world.crashBehind(DeliveryStep.HELD);
        assertThatThrownBy(() -> world.deliver(ANNA, mail("Mail1", 1, "one"))).isInstanceOf(TestDeliveries.Crash.class);
        session.release();
        world.restart();
        world.sweep.release(ANNA);

        world.deliver(ANNA, mail("Mail1", 1, "one"));

        assertThat(world.mailboxes.messages(ANNA)).hasSize(1);
    }

    @Test
    void appendsNothingWhenItsLockIsLostBeforeTheAppend() throws Exception {
        world.atNextStep(() -> world.atNextStep(() -> world.locks.pass(TestLocks.LEASE)));

        assertThatThrownBy(() -> world.deliver(ANNA, mail("Mail1", 1, "one"))).isInstanceOf(LeaseLostException.class);

        assertThat(world.mailboxes.messages(ANNA)).isEmpty();
        assertThat(world.deliver(ANNA, mail("Mail1", 1, "one"))).isEqualTo(Outcome.DELIVERED);
        assertThat(world.mailboxes.messages(ANNA)).hasSize(1);
    }

    @Test
    void givesTheMailBackToTheSpoolWhenTheLockStoreIsOutOfReach() throws Exception {
        world.locks.cutOff(true);

        assertThatThrownBy(() -> world.deliver(ANNA, mail("Mail1", 1, "one")))
                .isInstanceOf(StoreUnavailableException.class);

        assertThat(world.repository.size()).isZero();
    }

    @Test
    void holdsWhatComesBehindMailThatCannotBeBroughtIn() throws Exception {
        HeldLease session = world.session(ANNA);
        world.deliver(ANNA, mail("Mail1", 1, "one"));
        session.release();
        // as a full disk would, once
        world.atNextStep(() -> world.atNextStep(() -> world.atNextStep(() -> {
            throw new IllegalStateException("no space");
        })));

        assertThat(world.deliver(ANNA, mail("Mail2", 2, "two"))).isEqualTo(Outcome.HELD);
        assertThat(world.mailboxes.messages(ANNA)).isEmpty();
        world.sweep.release(ANNA);

        assertThat(world.mailboxes.messages(ANNA)).containsExactly(content("one"), content("two"));
    }

    @Test
    void keepsOctetsSenderAndHeadersOfHeldMail() throws Exception {
        HeldLease session = world.session(ANNA);
        Mail mail = mail("Mail1", 1, "one");
        mail.addSpecificHeaderForRecipient(
                PerRecipientHeaders.Header.builder()
                        .name("X-Other")
                        .value("bob")
                        .build(),
                new MailAddress(BOB.asString()));
        world.deliver(ANNA, mail);
        Mail held = world.repository.retrieve(world.repository.list().next());

        assertThat(held.getRecipients()).containsExactly(new MailAddress(ANNA.asString()));
        assertThat(held.getMaybeSender().asString()).isEqualTo("agency@example.com");
        assertThat(held.getLastUpdated().toInstant()).isEqualTo(Instant.ofEpochMilli(1));
        session.release();
        world.sweep.release(ANNA);
        assertThat(world.mailboxes.messages(ANNA)).containsExactly(content("one"));
    }

    @Test
    void showsWhatIsHeldInOrderOfArrival() throws Exception {
        HeldLease anna = world.session(ANNA);
        HeldLease bob = world.session(BOB);
        world.deliver(ANNA, mail("Mail2", 2000, "two"));
        world.deliver(BOB, mail("Mail1", 1000, "one"));

        assertThat(world.sweep.list()).extracting(HeldDelivery::mail).containsExactly("Mail1", "Mail2");
        assertThat(world.sweep.list()).extracting(HeldDelivery::maildrop).containsExactly(BOB, ANNA);
        assertThat(world.sweep.list().get(0).arrivedAt()).isEqualTo("1970-01-01T00:00:01Z");
        anna.release();
        bob.release();
    }

    /** By a session that its client ends, and by one whose server died. */
    @Test
    void sweepsEveryMaildropThatIsFree() throws Exception {
        HeldLease anna = world.session(ANNA);
        HeldLease bob = world.session(BOB);
        world.deliver(ANNA, mail("Mail1", 1, "one"));
        world.deliver(BOB, mail("Mail1", 1, "one"));
        bob.release();

        world.sweep.sweep();

        assertThat(world.mailboxes.messages(BOB)).hasSize(1);
        assertThat(world.mailboxes.messages(ANNA)).isEmpty();
        anna.release();
    }

    @Test
    void leavesStrangersInTheRepositoryAlone() throws Exception {
        world.repository.store(mail("put-here-by-an-operator", 1, "one"));

        world.sweep.sweep();

        assertThat(world.sweep.list()).isEmpty();
        assertThat(world.repository.size()).isEqualTo(1);
    }
}
