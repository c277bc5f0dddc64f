// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.google.common.base.Stopwatch;
import com.google.common.base.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings written lines to the disk. One thread at a time does so for all who have written by then, and the others find it done
 * (docs/develop/adr/0053-the-audit-trail-is-evidence.md). Thread-safe.
 */
final class GroupForce {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Ticker ticker;
    private final ReentrantLock turn = new ReentrantLock();
    private ForceRound round = new ForceRound();
    private OpenAuditFile file;
    private volatile Optional<Stopwatch> running = Optional.empty();

    GroupForce(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Called in the order of writing, with the file that has just been written. */
    synchronized Written join(OpenAuditFile written) {
        file = written;
        ForceRound mine = round;
        return () -> await(mine);
    }

    private void await(ForceRound mine) throws IOException {
        if (!mine.isOver()) {
            turn.lock();
            try {
                if (!mine.isOver()) {
                    force();
                }
            } finally {
                turn.unlock();
            }
        }
        mine.check();
    }

    private void force() {
        OpenAuditFile written;
        ForceRound ending;
        synchronized (this) {
            written = file;
            ending = next();
        }
        running = Optional.of(Stopwatch.createStarted(ticker));
        try {
            written.force();
            ending.succeed();
        } catch (IOException | RuntimeException e) {
            ending.fail(e);
        } finally {
            running = Optional.empty();
        }
    }

    /** Closes a file when its data is on the disk. Those who wait for it do not wait on, however it ends. */
    synchronized void close(OpenAuditFile written) throws IOException {
        ForceRound ending = next();
        try {
            written.close();
            ending.succeed();
        } catch (IOException | RuntimeException e) {
            ending.fail(e);
            throw e;
        }
    }

    private ForceRound next() {
        ForceRound ending = round;
        round = new ForceRound();
        return ending;
    }

    /** @throws IOException if the disk has not answered for a long time */
    void probe() throws IOException {
        Optional<Duration> waiting = running.map(Stopwatch::elapsed);
        if (waiting.isPresent() && waiting.get().compareTo(PATIENCE) > 0) {
            throw new IOException(
                    "the disk has not answered for " + waiting.get().toSeconds() + " seconds");
        }
    }

    /** How many threads wait for their turn. */
    int waiting() {
        return turn.getQueueLength();
    }
}
