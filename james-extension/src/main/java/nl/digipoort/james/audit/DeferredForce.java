// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Brings records to the disk within milliseconds for which nobody waits. Thread-safe. */
final class DeferredForce {
    private static final Duration DELAY = Duration.ofMillis(10);

    private final ScheduledExecutorService background;
    private final BiConsumer<List<AuditRecord>, Throwable> trouble;
    private List<AuditRecord> records = new ArrayList<>();
    private List<Written> writes = new ArrayList<>();

    /** @param trouble receives the records that may not be on the disk, and why */
    DeferredForce(ScheduledExecutorService background, BiConsumer<List<AuditRecord>, Throwable> trouble) {
        this.background = background;
        this.trouble = trouble;
    }

    /** A daemon thread, which starts with the first work. */
    static ScheduledExecutorService background() {
        return Executors.newSingleThreadScheduledExecutor(new ThreadFactoryBuilder()
                .setNameFormat("digipoort-audit")
                .setDaemon(true)
                .build());
    }

    /** Records that have just been written. */
    synchronized void add(Written written, List<AuditRecord> more) {
        if (written == Written.WITHOUT_WAITING) {
            return;
        }
        records.addAll(more);
        writes.add(written);
        if (writes.size() == 1) {
            schedule();
        }
    }

    private void schedule() {
        try {
            // Future ignored: the task catches everything.
            Future<?> unused = background.schedule(this::force, DELAY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // stopped: closing the trail brings them to the disk
        }
    }

    private void force() {
        List<AuditRecord> waiting;
        List<Written> due;
        synchronized (this) {
            waiting = records;
            due = writes;
            records = new ArrayList<>();
            writes = new ArrayList<>();
        }
        try {
            for (Written written : due) {
                written.await();
            }
        } catch (IOException | RuntimeException | Error e) {
            trouble.accept(waiting, e);
        }
    }

    void stop() {
        background.shutdown();
    }
}
