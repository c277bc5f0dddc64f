// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends checkpoints to one place in order, on a thread of its own, so that a slow place delays nobody. Thread-safe. */
final class CheckpointDelivery {
    private static final Logger LOGGER = LoggerFactory.getLogger(CheckpointDelivery.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** More are not kept for a place that hangs: a later checkpoint confirms what an earlier one does. */
    private static final int MOST_WAITING = 10;

    private final CheckpointTarget target;
    private final AuditMetrics metrics;
    private final ExecutorService thread;
    private volatile boolean failing;

    CheckpointDelivery(CheckpointTarget target, AuditMetrics metrics) {
        this.target = target;
        this.metrics = metrics;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                new ThreadFactoryBuilder()
                        .setNameFormat("digipoort-audit-checkpoints")
                        .setDaemon(true)
                        .build());
    }

    void send(CheckpointLine checkpoint) {
        try {
            thread.execute(() -> sendNow(checkpoint));
        } catch (RejectedExecutionException e) {
            failed(e);
        }
    }

    private void sendNow(CheckpointLine checkpoint) {
        try {
            target.send(checkpoint);
            if (failing) {
                LOGGER.info("Checkpoints of the audit trail are sent to {} again", target);
            }
            failing = false;
        } catch (IOException | RuntimeException | Error e) {
            failed(e);
        }
    }

    private void failed(Throwable cause) {
        metrics.checkpointNotSent();
        if (!failing) {
            LOGGER.error("Checkpoints of the audit trail cannot be sent to {}", target, cause);
        }
        failing = true;
    }

    boolean isFailing() {
        return failing;
    }

    /** Waits for those under way. */
    void stop() {
        if (!MoreExecutors.shutdownAndAwaitTermination(thread, PATIENCE)) {
            LOGGER.warn("The last checkpoints of the audit trail were not sent to {}", target);
        }
    }
}
