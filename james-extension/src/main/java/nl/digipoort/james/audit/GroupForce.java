// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.google.common.base.Stopwatch;
import com.google.common.base.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Brings written lines to the disk. One thread at a time does so for all who have written by then, and the others find it done
 * (docs/develop/adr/0053-the-audit-trail-is-evidence.md). Thread-safe.
 */
final class GroupForce {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Ticker ticker;
    private final Lock lock = new ReentrantLock();
    /** A force has ended. */
    private final Condition ended = lock.newCondition();

    /** The lines that the next force brings to the disk. It ends with that force. */
    private CompletableFuture<Void> round = new CompletableFuture<>();

    private OpenAuditFile file;
    /** Read without the lock, which closing a file holds as long as the disk takes. */
    private volatile Optional<Stopwatch> running = Optional.empty();

    private int waiting;

    GroupForce(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Called in the order of writing, with the file that has just been written. */
    Written join(OpenAuditFile written) {
        return locked(() -> {
            file = written;
            CompletableFuture<Void> mine = round;
            return () -> await(mine);
        });
    }

    private void await(CompletableFuture<Void> mine) throws IOException {
        if (isMyTurn(mine)) {
            force();
        }
        try {
            mine.join();
        } catch (CompletionException e) {
            throw new IOException("the disk did not take the records: " + e.getCause(), e.getCause());
        }
    }

    /** Waits until the round is over, or nobody forces: then this thread does. */
    private boolean isMyTurn(CompletableFuture<Void> mine) {
        return locked(() -> {
            waiting++;
            while (!mine.isDone() && running.isPresent()) {
                ended.awaitUninterruptibly();
            }
            waiting--;
            if (!mine.isDone()) {
                running = Optional.of(Stopwatch.createStarted(ticker));
            }
            return !mine.isDone();
        });
    }

    private void force() {
        OpenAuditFile written;
        CompletableFuture<Void> ending;
        lock.lock();
        try {
            written = file;
            ending = next();
        } finally {
            lock.unlock();
        }
        try {
            written.force();
            ending.complete(null);
        } catch (IOException | RuntimeException | Error e) {
            ending.completeExceptionally(e);
        } finally {
            locked(() -> {
                running = Optional.empty();
                ended.signalAll();
                return running;
            });
        }
    }

    /** Closes a file when its data is on the disk. Those who wait for it do not wait on, however it ends. */
    void close(OpenAuditFile written) throws IOException {
        lock.lock();
        Optional<Stopwatch> other = running;
        running = other.or(() -> Optional.of(Stopwatch.createStarted(ticker)));
        CompletableFuture<Void> ending = next();
        try {
            written.close();
            ending.complete(null);
        } catch (IOException | RuntimeException | Error e) {
            ending.completeExceptionally(e);
            throw e;
        } finally {
            running = other;
            ended.signalAll();
            lock.unlock();
        }
    }

    private CompletableFuture<Void> next() {
        CompletableFuture<Void> ending = round;
        round = new CompletableFuture<>();
        return ending;
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** @throws IOException if the disk has not answered for a long time */
    void probe() throws IOException {
        Optional<Duration> forcing = running.map(Stopwatch::elapsed);
        if (forcing.isPresent() && forcing.get().compareTo(PATIENCE) > 0) {
            throw new IOException(
                    "the disk has not answered for " + forcing.get().toSeconds() + " seconds");
        }
    }

    /** How many threads wait for others. */
    int waiting() {
        return locked(() -> waiting);
    }
}
