package nl.digipoort.james.lock;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.james.core.Username;

/**
 * Who of this node may ask for a maildrop's lock next, first come, first served: deliveries keep their turn until they are done,
 * so that a session is neither refused for them nor kept waiting by those behind it. Thread-safe; keeps nothing of a maildrop
 * that nobody wants.
 */
final class Turns {
    private final Map<Username, Turn> turns = new ConcurrentHashMap<>();

    /** Waits for the turn, that long at most; what it gives ends it, on any thread, once. */
    Optional<Runnable> take(Username maildrop, Duration patience) {
        Turn turn = turns.compute(maildrop, (key, found) -> found == null ? new Turn() : found.wanted());
        boolean taken = false;
        try {
            taken = turn.free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!taken) {
            leave(maildrop);
            return Optional.empty();
        }
        return Optional.of(() -> {
            turn.free.release();
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
        private final Semaphore free = new Semaphore(1, true);
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
