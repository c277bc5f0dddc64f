// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

/** The contract of every delivery journal. */
public interface DeliveryJournalContract {
    Username ALICE = Username.of("alice@example.org");
    Username BOB = Username.of("bob@example.org");
    Delivery DELIVERY = Delivery.of("Mail1-1", ALICE);
    Delivery OTHER_MAIL = Delivery.of("Mail1-2", ALICE);
    Delivery OTHER_MAILDROP = Delivery.of("Mail1-1", BOB);
    /** So late that every store can still tell it. */
    Instant THE_END = Instant.parse("9000-01-01T00:00:00Z");

    /** Every call returns the journal of another node, with the same data. */
    DeliveryJournal journal();

    /** Lets the time to remember pass for all present entries, by the store's clock. */
    void age();

    private static DeliveryAttempt attempt(Delivery delivery, long fence) {
        return DeliveryAttempt.of(delivery.key(), delivery.maildrop(), "7", 42, fence);
    }

    @Test
    default void knowsNothingAtFirst() {
        assertThat(journal().isMade(DELIVERY)).isFalse();
        assertThat(journal().unsettled(ALICE)).isEmpty();
    }

    @Test
    default void remembersAnAttemptUntilItIsSettled() {
        assertThat(journal().begin(attempt(DELIVERY, 3))).isTrue();

        DeliveryAttempt unsettled = journal().unsettled(ALICE).orElseThrow();
        assertThat(unsettled.deliveryKey()).isEqualTo(DELIVERY.key());
        assertThat(unsettled.maildrop()).isEqualTo(ALICE);
        assertThat(unsettled.mailboxId()).isEqualTo("7");
        assertThat(unsettled.firstUid()).isEqualTo(42);
        assertThat(unsettled.fence()).isEqualTo(3);
        assertThat(journal().unsettled(BOB)).isEmpty();
        assertThat(journal().isMade(DELIVERY)).isFalse();
    }

    @Test
    default void remembersADeliveryThatIsMade() {
        journal().begin(attempt(DELIVERY, 1));

        journal().made(attempt(DELIVERY, 1));

        assertThat(journal().isMade(DELIVERY)).isTrue();
        assertThat(journal().isMade(OTHER_MAIL)).isFalse();
        assertThat(journal().isMade(OTHER_MAILDROP)).isFalse();
        assertThat(journal().unsettled(ALICE)).isEmpty();
    }

    @Test
    default void forgetsAnAttemptThatCameToNothing() {
        journal().begin(attempt(DELIVERY, 1));

        journal().notMade(attempt(DELIVERY, 1));

        assertThat(journal().isMade(DELIVERY)).isFalse();
        assertThat(journal().unsettled(ALICE)).isEmpty();
    }

    @Test
    default void settlesTwiceAsOnce() {
        journal().begin(attempt(DELIVERY, 1));

        journal().made(attempt(DELIVERY, 1));
        journal().made(attempt(DELIVERY, 1));
        journal().notMade(attempt(DELIVERY, 1));

        assertThat(journal().isMade(DELIVERY)).isTrue();
    }

    @Test
    default void takesTheNextAttemptUnderTheSameOrAHigherFence() {
        journal().begin(attempt(DELIVERY, 5));

        assertThat(journal().begin(attempt(OTHER_MAIL, 5))).isTrue();
        assertThat(journal().begin(attempt(DELIVERY, 6))).isTrue();
        journal().made(attempt(DELIVERY, 6));
        assertThat(journal().begin(attempt(OTHER_MAIL, 7))).isTrue();

        assertThat(journal().unsettled(ALICE)).map(DeliveryAttempt::deliveryKey).contains(OTHER_MAIL.key());
    }

    @Test
    default void refusesAnAttemptUnderALowerFence() {
        journal().begin(attempt(DELIVERY, 5));

        assertThat(journal().begin(attempt(OTHER_MAIL, 4))).isFalse();

        assertThat(journal().unsettled(ALICE)).map(DeliveryAttempt::deliveryKey).contains(DELIVERY.key());
    }

    @Test
    default void leavesASuccessorsAttemptAlone() {
        journal().begin(attempt(DELIVERY, 4));
        journal().begin(attempt(OTHER_MAIL, 5));

        journal().notMade(attempt(DELIVERY, 4));
        assertThat(journal().unsettled(ALICE)).map(DeliveryAttempt::fence).contains(5L);
        journal().made(attempt(DELIVERY, 4));

        assertThat(journal().unsettled(ALICE)).map(DeliveryAttempt::fence).contains(5L);
        assertThat(journal().isMade(DELIVERY)).isTrue();
    }

    /** Needed because several mails are brought in under one lock. */
    @Test
    default void leavesTheNextAttemptUnderTheSameFenceAlone() {
        journal().begin(attempt(DELIVERY, 5));
        journal().made(attempt(DELIVERY, 5));
        journal().begin(attempt(OTHER_MAIL, 5));

        journal().made(attempt(DELIVERY, 5));
        journal().notMade(attempt(DELIVERY, 5));

        assertThat(journal().unsettled(ALICE)).contains(attempt(OTHER_MAIL, 5));
    }

    @Test
    default void forgetsInTheEnd() {
        journal().made(attempt(DELIVERY, 1));
        age();
        journal().made(attempt(OTHER_MAIL, 2));

        journal().forgetOld(THE_END);

        assertThat(journal().isMade(DELIVERY)).isFalse();
        assertThat(journal().isMade(OTHER_MAIL)).isTrue();
    }

    /** An unsettled attempt is never too old: without it, the next delivery could be made twice. */
    @Test
    default void neverForgetsAnAttempt() {
        journal().begin(attempt(DELIVERY, 1));
        age();

        journal().forgetOld(THE_END);

        assertThat(journal().unsettled(ALICE)).isPresent();
    }
}
