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
 * Runs work again and again on a daemon thread of its own, with a pause after each run. Whatever a run throws, an {@link Error}
 * included, the next run comes: an executor alone would end the schedule without a word. Thread-safe.
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
                () -> run(work), first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) {
            report(e);
        }
    }

    private void report(Throwable failure) {
        try {
            trouble.accept(failure);
        } catch (Throwable e) {
            // such as no memory for the line: nothing is left that could be done
        }
    }

    public boolean isStopped() {
        return thread.isShutdown();
    }

    /** No run begins any more. */
    public void stop() {
        thread.shutdown();
    }

    /**
     * Stops, and waits for the run that is under way.
     *
     * @return false if that did not end in time
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
