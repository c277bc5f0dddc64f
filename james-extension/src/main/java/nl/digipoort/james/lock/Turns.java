// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.james.core.Username;

/**
 * Decides who on this node may request a maildrop's lock next. A delivery keeps its turn until it ends, so that no session is refused
 * because of it. No other delivery queues with the sessions during that time. So a session waits for the current delivery only.
 * Thread-safe; keeps no state for unused maildrops.
 */
final class Turns {
    private final Line line = new Line();
    private final Line deliveries = new Line();

    /** A session's place in the line. No thread waits in it. */
    Place forSession(Username maildrop) {
        return line.enter(maildrop);
    }

    /**
     * Waits for the turn of a delivery, at most for the given time, and first for earlier deliveries. Run the returned action once to end
     * the turn; any thread may do so.
     */
    Optional<Runnable> forDelivery(Username maildrop, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        return take(deliveries.enter(maildrop), patience).flatMap(first -> {
            Optional<Place> turn = take(line.enter(maildrop), Duration.ofNanos(end - System.nanoTime()));
            if (turn.isEmpty()) {
                first.leave();
            }
            return turn.map(second -> () -> {
                second.leave();
                first.leave();
            });
        });
    }

    private static Optional<Place> take(Place place, Duration patience) {
        boolean taken = false;
        try {
            taken = place.await(patience);
        } finally {
            if (!taken) {
                place.leave();
            }
        }
        return taken ? Optional.of(place) : Optional.empty();
    }

    int wanted() {
        return line.places.size() + deliveries.places.size();
    }

    /** The places of each maildrop in the order of arrival. The first place has the turn. Changed only inside atomic operations of the map. */
    private static final class Line {
        private final Map<Username, Set<Place>> places = new ConcurrentHashMap<>();

        private Place enter(Username maildrop) {
            Place place = new Place(this, maildrop);
            places.compute(maildrop, (key, found) -> {
                Set<Place> line = found == null ? new LinkedHashSet<>() : found;
                line.add(place);
                return line;
            });
            giveTurn(maildrop);
            return place;
        }

        private void leave(Place place) {
            places.computeIfPresent(place.maildrop, (key, line) -> {
                line.remove(place);
                return line.isEmpty() ? null : line;
            });
            giveTurn(place.maildrop);
        }

        /** Outside the atomic operation, because those who wait are called back. One who has left meanwhile does not matter. */
        private void giveTurn(Username maildrop) {
            Place[] first = new Place[1];
            places.computeIfPresent(maildrop, (key, line) -> {
                first[0] = line.iterator().next();
                return line;
            });
            if (first[0] != null) {
                first[0].turn.complete(null);
            }
        }
    }

    /** One place in a line, until it is left. Thread-safe. */
    static final class Place {
        private final Line line;
        private final Username maildrop;
        private final CompletableFuture<Void> turn = new CompletableFuture<>();

        private Place(Line line, Username maildrop) {
            this.line = line;
            this.maildrop = maildrop;
        }

        boolean hasTurn() {
            return turn.isDone();
        }

        /** Calls back when it has the turn: at once if it already has, on any thread. */
        @SuppressWarnings("FutureReturnValueIgnored") // it completes with the call
        void whenTurn(Runnable call) {
            turn.thenRun(call);
        }

        private boolean await(Duration patience) {
            try {
                turn.get(patience.toNanos(), TimeUnit.NANOSECONDS);
                return true;
            } catch (TimeoutException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Ends the wait or the turn. Idempotent. */
        void leave() {
            line.leave(this);
        }
    }
}
