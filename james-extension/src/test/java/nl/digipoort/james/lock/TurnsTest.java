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
        Runnable end = turns.forSession(ALICE, Duration.ZERO).orElseThrow();

        assertThat(turns.forSession(ALICE, Duration.ofMillis(10))).isEmpty();
        assertThat(turns.forSession(BOB, Duration.ZERO)).isPresent();

        end.run();
        assertThat(turns.forSession(ALICE, Duration.ZERO)).isPresent();
    }

    @Test
    void letsThoseWhoWaitComeInOrder() throws Exception {
        Runnable end = turns.forSession(ALICE, Duration.ZERO).orElseThrow();
        List<Integer> order = new CopyOnWriteArrayList<>();
        Thread[] threads = new Thread[5];
        for (int i = 0; i < threads.length; i++) {
            int number = i;
            threads[i] = new Thread(() -> {
                Runnable mine = turns.forSession(ALICE, LONG).orElseThrow();
                order.add(number);
                mine.run();
            });
            threads[i].start();
            Thread waiting = threads[i];
            await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        }

        end.run();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(order).containsExactly(0, 1, 2, 3, 4);
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
        threads.add(waiting(() -> turns.forSession(ALICE, LONG).orElseThrow(), "session", order));

        end.run();
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
        Runnable end = turns.forSession(ALICE, Duration.ZERO).orElseThrow();

        assertThat(turns.forDelivery(ALICE, Duration.ofMillis(10))).isEmpty();

        end.run();
        assertThat(turns.wanted()).isZero();
        assertThat(turns.forDelivery(ALICE, Duration.ZERO)).isPresent();
    }

    @Test
    void letsADeliveryWaitForASession() throws Exception {
        Runnable end = turns.forSession(ALICE, Duration.ZERO).orElseThrow();
        List<String> order = new CopyOnWriteArrayList<>();
        Thread delivery = waiting(() -> turns.forDelivery(ALICE, LONG).orElseThrow(), "delivery", order);

        end.run();
        delivery.join();

        assertThat(order).containsExactly("delivery");
    }

    @Test
    void givesNoTurnToWhoeverIsInterruptedAndLeavesItSo() {
        Runnable end = turns.forSession(ALICE, Duration.ZERO).orElseThrow();
        Thread.currentThread().interrupt();

        assertThat(turns.forSession(ALICE, LONG)).isEmpty();

        assertThat(Thread.interrupted()).isTrue();
        end.run();
        assertThat(turns.wanted()).isZero();
    }

    @Test
    void keepsNothingOfAMaildropThatNobodyWants() {
        Runnable end = turns.forSession(ALICE, Duration.ZERO).orElseThrow();
        turns.forSession(ALICE, Duration.ZERO);
        assertThat(turns.wanted()).isEqualTo(1);

        end.run();

        assertThat(turns.wanted()).isZero();
    }
}
