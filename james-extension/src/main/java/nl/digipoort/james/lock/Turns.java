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
 * Who of this node may ask for a maildrop's lock next. A delivery keeps its turn until it is done, so that a session is not
 * refused for it; and no further one stands in line with the sessions meanwhile, so that a session waits for the one that is
 * on, however many wait. Thread-safe; keeps nothing of a maildrop that nobody wants.
 */
final class Turns {
    private final Map<Username, Turn> turns = new ConcurrentHashMap<>();

    /** Waits for the turn, that long at most; what it gives ends it, on any thread, once. */
    Optional<Runnable> forSession(Username maildrop, Duration patience) {
        return take(maildrop, patience, turn -> turn.line);
    }

    /** The same for a delivery, behind those that came before it. */
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

    /** Counted within the map's own atomic steps. */
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
