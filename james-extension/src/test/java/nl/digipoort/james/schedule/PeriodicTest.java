// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeriodicTest {
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration PAUSE = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofDays(1);

    private final List<Throwable> troubles = new CopyOnWriteArrayList<>();
    private final AtomicInteger runs = new AtomicInteger();
    private Periodic periodic = new Periodic("digipoort-test", troubles::add);

    @AfterEach
    void stop() {
        periodic.stop();
    }

    @Test
    void goesOnAfterWhateverARunThrows() {
        Throwable[] failures = {new OutOfMemoryError("no thread"), new IllegalStateException("down")};

        periodic.every(AT_ONCE, PAUSE, () -> fail(failures));

        await().until(() -> runs.get() > 3);
        assertThat(troubles).containsExactly(failures);
    }

    @Test
    void goesOnWhenTheFailureCannotBeLogged() {
        periodic = new Periodic("digipoort-test", failure -> {
            throw new OutOfMemoryError("no line");
        });

        periodic.every(AT_ONCE, PAUSE, () -> fail(new IllegalStateException("down")));

        await().until(() -> runs.get() > 2);
    }

    private void fail(Throwable... failures) {
        int run = runs.getAndIncrement();
        if (run < failures.length) {
            PeriodicTest.<RuntimeException>sneak(failures[run]);
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable failure) throws E {
        throw (E) failure;
    }

    @Test
    void runsOnADaemonOfThatName() {
        AtomicReference<Thread> thread = new AtomicReference<>();

        periodic.every(AT_ONCE, LONG, () -> thread.set(Thread.currentThread()));

        await().until(() -> thread.get() != null);
        assertThat(thread.get().getName()).isEqualTo("digipoort-test");
        assertThat(thread.get().isDaemon()).isTrue();
    }

    @Test
    void waitsOnePauseBeforeTheFirstRunUnlessToldOtherwise() {
        periodic.every(LONG, runs::incrementAndGet);
        periodic.every(AT_ONCE, LONG, () -> troubles.add(new IllegalStateException("ran")));

        await().until(() -> !troubles.isEmpty());
        assertThat(runs).hasValue(0);
    }

    @Test
    void waitsForTheRunUnderWayWhenItStops() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        periodic.every(AT_ONCE, PAUSE, () -> {
            begun.countDown();
            awaitUninterrupted(end);
            runs.incrementAndGet();
        });
        begun.await();

        assertThat(periodic.stop(PAUSE)).isFalse();
        assertThat(periodic.isStopped()).isTrue();
        end.countDown();

        assertThat(periodic.stop(LONG)).isTrue();
        assertThat(runs).hasValue(1);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
