// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.james.core.Username;

/**
 * Decides who on this node may request a maildrop's lock next. A delivery keeps its turn until it ends, so that no session is refused
 * because of it. No other delivery queues with the sessions during that time. So a session waits for the current delivery only.
 * Thread-safe; keeps no state for unused maildrops.
 */
final class Turns {
    private final Map<Username, Turn> turns = new ConcurrentHashMap<>();

    /** Waits for the turn, at most for the given time. Run the returned action once to end the turn; any thread may do so. */
    Optional<Runnable> forSession(Username maildrop, Duration patience) {
        return take(maildrop, patience, turn -> turn.line);
    }

    /** The same for a delivery, which waits for earlier deliveries first. */
    Optional<Runnable> forDelivery(Username maildrop, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        return take(maildrop, patience, turn -> turn.deliveries).flatMap(endFirst -> {
            Optional<Runnable> endLine =
                    take(maildrop, Duration.ofNanos(Math.max(0, end - System.nanoTime())), turn -> turn.line);
            if (endLine.isEmpty()) {
                endFirst.run();
            }
            return endLine.map(ending -> () -> {
                ending.run();
                endFirst.run();
            });
        });
    }

    private Optional<Runnable> take(Username maildrop, Duration patience, Function<Turn, Semaphore> which) {
        Turn turn = turns.compute(maildrop, (key, found) -> found == null ? new Turn() : found.wanted());
        Semaphore free = which.apply(turn);
        boolean taken = false;
        try {
            taken = free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!taken) {
            leave(maildrop);
            return Optional.empty();
        }
        return Optional.of(() -> {
            free.release();
            leave(maildrop);
        });
    }

    private void leave(Username maildrop) {
        turns.computeIfPresent(maildrop, (key, turn) -> turn.left());
    }

    int wanted() {
        return turns.size();
    }

    /** Changed only inside atomic operations of the map. */
    private static final class Turn {
        private final Semaphore line = new Semaphore(1, true);
        private final Semaphore deliveries = new Semaphore(1, true);
        private int wishes = 1;

        private Turn wanted() {
            wishes++;
            return this;
        }

        private Turn left() {
            wishes--;
            return wishes == 0 ? null : this;
        }
    }
}
