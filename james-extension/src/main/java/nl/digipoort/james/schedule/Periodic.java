// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.schedule;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs work repeatedly on its own daemon thread, with a pause after each run. The next run follows even if a run throws, an {@link Error}
 * included: an executor alone would silently end the schedule. Thread-safe.
 */
public final class Periodic {
    private final Consumer<Throwable> trouble;
    private final ScheduledExecutorService thread;

    /**
     * @param name of the thread, which starts with the first work
     * @param trouble logs what a run has thrown
     */
    public Periodic(String name, Consumer<Throwable> trouble) {
        this.trouble = trouble;
        this.thread = Executors.newSingleThreadScheduledExecutor(
                new ThreadFactoryBuilder().setNameFormat(name).setDaemon(true).build());
    }

    /** Runs the work for the first time after one pause. */
    public void every(Duration pause, Runnable work) {
        every(pause, pause, work);
    }

    /** @param first the pause before the first run */
    public void every(Duration first, Duration pause, Runnable work) {
        // Future ignored: the task catches everything.
        Future<?> unused = thread.scheduleWithFixedDelay(
                surviving(work, trouble), first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Work that never throws, an {@link Error} included, for a schedule that ends with the first failure.
     *
     * @param trouble logs what the work has thrown
     */
    public static Runnable surviving(Runnable work, Consumer<Throwable> trouble) {
        return () -> {
            try {
                work.run();
            } catch (Throwable e) {
                report(e, trouble);
            }
        };
    }

    private static void report(Throwable failure, Consumer<Throwable> trouble) {
        try {
            trouble.accept(failure);
        } catch (Throwable e) {
            // for example no memory for the log line: nothing more can be done
        }
    }

    public boolean isStopped() {
        return thread.isShutdown();
    }

    /** Begins no further run. */
    public void stop() {
        thread.shutdown();
    }

    /**
     * Stops, and waits for the current run.
     *
     * @return false if it did not end in time
     */
    public boolean stop(Duration patience) {
        stop();
        try {
            return thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
