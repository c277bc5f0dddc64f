package nl.digipoort.james.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOB = Username.of("bob@example.org");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Turns turns = new Turns();

    @Test
    void givesTheTurnToOneAtATime() {
        Runnable end = turns.take(ALICE, Duration.ZERO).orElseThrow();

        assertThat(turns.take(ALICE, Duration.ofMillis(10))).isEmpty();
        assertThat(turns.take(BOB, Duration.ZERO)).isPresent();

        end.run();
        assertThat(turns.take(ALICE, Duration.ZERO)).isPresent();
    }

    @Test
    void letsThoseWhoWaitComeInOrder() throws Exception {
        Runnable end = turns.take(ALICE, Duration.ZERO).orElseThrow();
        List<Integer> order = new CopyOnWriteArrayList<>();
        Thread[] threads = new Thread[5];
        for (int i = 0; i < threads.length; i++) {
            int number = i;
            threads[i] = new Thread(() -> {
                Runnable mine = turns.take(ALICE, LONG).orElseThrow();
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

    @Test
    void keepsNothingOfAMaildropThatNobodyWants() {
        Runnable end = turns.take(ALICE, Duration.ZERO).orElseThrow();
        turns.take(ALICE, Duration.ZERO);
        assertThat(turns.wanted()).isEqualTo(1);

        end.run();

        assertThat(turns.wanted()).isZero();
    }
}
