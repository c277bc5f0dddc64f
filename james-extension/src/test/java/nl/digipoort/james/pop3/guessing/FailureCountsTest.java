// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.guessing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailureCountsTest {
    private static final long KEY = 4711;

    private final AtomicLong now = new AtomicLong();
    private final FailureCounts counts = new FailureCounts(7, Duration.ofSeconds(60), ticker());

    @Test
    void givesHowManyThereWereBefore() {
        assertThat(counts.add(KEY)).isZero();
        assertThat(counts.add(KEY)).isEqualTo(1);
        assertThat(counts.get(KEY)).isEqualTo(2);
        assertThat(counts.get(KEY + 1)).isZero();
    }

    @Test
    void forgetsOneAfterTheOther() {
        fail(3);

        pass(59);
        assertThat(counts.get(KEY)).isEqualTo(3);
        pass(1);
        assertThat(counts.get(KEY)).isEqualTo(2);
        pass(60);
        assertThat(counts.get(KEY)).isEqualTo(1);
        pass(60);
        assertThat(counts.get(KEY)).isZero();
    }

    @Test
    void doesNotPutOffForgettingWhenAFailureIsAdded() {
        fail(1);
        pass(50);
        fail(1);
        pass(10);

        assertThat(counts.get(KEY)).isEqualTo(1);
    }

    @Test
    void goesOnForgettingFromTheLastOneForgotten() {
        fail(3);
        pass(90);
        fail(1);

        pass(54);

        assertThat(counts.get(KEY)).isEqualTo(2);
    }

    @Test
    void startsAnewWhenAllIsForgotten() {
        fail(1);
        pass(119);
        fail(1);
        pass(59);

        assertThat(counts.get(KEY)).isEqualTo(1);
    }

    @Test
    void countsNoFurtherThanItMatters() {
        fail(1000);
        assertThat(counts.get(KEY)).isEqualTo(7);

        pass(7 * 60);
        assertThat(counts.get(KEY)).isZero();
    }

    @Test
    void subtractsAndClears() {
        fail(5);
        counts.subtract(KEY, 3);
        assertThat(counts.get(KEY)).isEqualTo(2);
        counts.subtract(KEY, 3);
        assertThat(counts.get(KEY)).isZero();
        counts.subtract(KEY, 1);
        assertThat(counts.get(KEY)).isZero();

        fail(5);
        counts.clear(KEY);
        assertThat(counts.get(KEY)).isZero();
    }

    @Test
    void staysWithinItsMemoryForAMillionNames() {
        for (long key = 0; key < 1_000_000; key++) {
            counts.add(key);
        }

        assertThat(counts.size()).isLessThanOrEqualTo(FailureCounts.KEYS);
        assertThat(counts.get(999_999)).isEqualTo(1);
    }

    @Test
    void losesNoFailureOfManyThreads() throws Exception {
        FailureCounts many = new FailureCounts(100_000, Duration.ofSeconds(60), ticker());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int thread = 0; thread < 8; thread++) {
            threads.execute(() -> {
                for (int i = 0; i < 1000; i++) {
                    many.add(KEY);
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();

        assertThat(many.get(KEY)).isEqualTo(8000);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            counts.add(KEY);
        }
    }

    private void pass(int seconds) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    private Ticker ticker() {
        return new Ticker() {
            @Override
            public long read() {
                return now.get();
            }
        };
    }
}
