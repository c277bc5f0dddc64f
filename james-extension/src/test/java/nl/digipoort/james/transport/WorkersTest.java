package nl.digipoort.james.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);
    private final Workers workers = new Workers(1, 2, Executors.defaultThreadFactory(), turnedAway::incrementAndGet);

    @AfterEach
    void end() {
        released.countDown();
        workers.shutdown();
    }

    @Test
    void turnsNewcomersAwayWhenTooMuchWaits() throws Exception {
        occupyTheThread();
        workers.forNewcomers().execute(done::incrementAndGet);
        workers.forNewcomers().execute(done::incrementAndGet);

        assertThatThrownBy(() -> workers.forNewcomers().execute(done::incrementAndGet))
                .isInstanceOf(RejectedExecutionException.class);

        assertThat(turnedAway).hasValue(1);
        assertThat(doneAtTheEnd()).isEqualTo(2);
    }

    @Test
    void takesTheWorkOfSessionsHoweverMuchWaits() throws Exception {
        occupyTheThread();
        for (int i = 0; i < 10; i++) {
            workers.forSessions().execute(done::incrementAndGet);
        }

        assertThat(turnedAway).hasValue(0);
        assertThat(doneAtTheEnd()).isEqualTo(10);
    }

    @Test
    void takesNewcomersAgainWhenTheQueueIsShort() throws Exception {
        occupyTheThread();
        workers.forSessions().execute(done::incrementAndGet);
        workers.forSessions().execute(done::incrementAndGet);
        CountDownLatch empty = new CountDownLatch(1);
        workers.forSessions().execute(empty::countDown);
        released.countDown();
        empty.await();

        workers.forNewcomers().execute(done::incrementAndGet);

        assertThat(doneAtTheEnd()).isEqualTo(3);
    }

    private void occupyTheThread() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        workers.forSessions().execute(() -> {
            running.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        running.await();
    }

    private int doneAtTheEnd() throws InterruptedException {
        released.countDown();
        workers.shutdown();
        assertThat(workers.awaitEnd(60)).isTrue();
        return done.get();
    }
}
