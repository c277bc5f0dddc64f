// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time of a run: how long its clients and disturbances go on, and their pauses, which end with it. Thread-safe. */
final class ModelClock {
    private final long end;
    private final CountDownLatch stopped = new CountDownLatch(1);

    ModelClock(Duration duration) {
        end = System.nanoTime() + duration.toNanos();
    }

    boolean isOver() {
        return stopped.getCount() == 0 || System.nanoTime() - end >= 0;
    }

    /** Ends it now, because something does not work. */
    void stop() {
        stopped.countDown();
    }

    /** Waits for a while, or until it is over. */
    void pause(long millis) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        stopped.await(Math.min(millis, Math.max(0, left)), TimeUnit.MILLISECONDS);
    }
}
