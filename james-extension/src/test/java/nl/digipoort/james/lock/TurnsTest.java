// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOB = Username.of("bob@example.org");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Turns turns = new Turns();

    @Test
    void givesTheTurnToOneAtATime() {
        Turns.Place first = turns.forSession(ALICE);
        Turns.Place second = turns.forSession(ALICE);

        assertThat(first.hasTurn()).isTrue();
        assertThat(second.hasTurn()).isFalse();
        assertThat(turns.forSession(BOB).hasTurn()).isTrue();

        first.leave();
        first.leave();
        assertThat(second.hasTurn()).isTrue();
    }

    @Test
    void givesTurnsInTheOrderOfArrival() {
        List<Integer> order = new ArrayList<>();
        Turns.Place first = turns.forSession(ALICE);
        for (int i = 0; i < 5; i++) {
            Turns.Place place = turns.forSession(ALICE);
            int number = i;
            place.whenTurn(() -> {
                order.add(number);
                place.leave();
            });
        }
        assertThat(order).isEmpty();

        first.leave();

        assertThat(order).containsExactly(0, 1, 2, 3, 4);
        assertThat(turns.wanted()).isZero();
    }

    @Test
    void passesOverWhoeverHasLeftTheLine() {
        Turns.Place first = turns.forSession(ALICE);
        Turns.Place second = turns.forSession(ALICE);
        Turns.Place third = turns.forSession(ALICE);

        second.leave();
        assertThat(third.hasTurn()).isFalse();
        first.leave();

        assertThat(third.hasTurn()).isTrue();
        third.leave();
        assertThat(turns.wanted()).isZero();
    }

    /** However many deliveries wait, a session waits for the one that is on. */
    @Test
    void letsASessionWaitForOneDeliveryAtMost() throws Exception {
        Runnable end = turns.forDelivery(ALICE, Duration.ZERO).orElseThrow();
        List<String> order = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            threads.add(waiting(() -> turns.forDelivery(ALICE, LONG).orElseThrow(), "delivery " + i, order));
        }
        Turns.Place session = turns.forSession(ALICE);
        session.whenTurn(() -> order.add("session"));

        end.run();
        session.leave();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(order).containsExactly("session", "delivery 1", "delivery 2", "delivery 3", "delivery 4");
        assertThat(turns.wanted()).isZero();
    }

    private static Thread waiting(Supplier<Runnable> turn, String name, List<String> order) {
        Thread thread = new Thread(() -> {
            Runnable end = turn.get();
            order.add(name);
            end.run();
        });
        thread.start();
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return thread;
    }

    @Test
    void givesADeliveryThatCannotWaitNothing() {
        Turns.Place session = turns.forSession(ALICE);

        assertThat(turns.forDelivery(ALICE, Duration.ofMillis(10))).isEmpty();

        session.leave();
        assertThat(turns.wanted()).isZero();
        assertThat(turns.forDelivery(ALICE, Duration.ZERO)).isPresent();
    }

    @Test
    void letsADeliveryWaitForASession() throws Exception {
        Turns.Place session = turns.forSession(ALICE);
        List<String> order = new CopyOnWriteArrayList<>();
        Thread delivery = waiting(() -> turns.forDelivery(ALICE, LONG).orElseThrow(), "delivery", order);

        session.leave();
        delivery.join();

        assertThat(order).containsExactly("delivery");
    }

    @Test
    void givesNoTurnToADeliveryThatIsInterruptedAndLeavesItSo() {
        Turns.Place session = turns.forSession(ALICE);
        Thread.currentThread().interrupt();

        assertThat(turns.forDelivery(ALICE, LONG)).isEmpty();

        assertThat(Thread.interrupted()).isTrue();
        session.leave();
        assertThat(turns.wanted()).isZero();
    }
}
