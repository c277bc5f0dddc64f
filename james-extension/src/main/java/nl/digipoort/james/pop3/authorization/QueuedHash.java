// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import nl.digipoort.james.transport.NetworkShares;
import nl.digipoort.james.transport.NetworkTurns;

/** The verification of one password: waiting for its turn, done, or withdrawn. It has a place until the end. Thread-safe. */
final class QueuedHash<T> {
    private final CompletableFuture<Supplier<T>> result = new CompletableFuture<>();
    private final Supplier<T> hash;
    private final Runnable erase;
    private final NetworkShares.Place place;
    private final NetworkTurns.Turn turn;

    /**
     * @param hash verifies the password; its result may not be needed
     * @param erase overwrites the password; called once in any case
     * @param turns where a task waits for its turn
     */
    QueuedHash(
            Supplier<T> hash, Runnable erase, NetworkShares.Place place, Function<Runnable, NetworkTurns.Turn> turns) {
        this.hash = hash;
        this.erase = erase;
        this.place = place;
        this.turn = turns.apply(this::run);
    }

    private void run() {
        Supplier<T> outcome = outcome();
        leave();
        result.complete(outcome);
    }

    private Supplier<T> outcome() {
        try {
            T value = hash.get();
            return () -> value;
        } catch (RuntimeException | Error e) {
            // Also an Error: otherwise the client would wait for an answer.
            return () -> {
                throw e;
            };
        }
    }

    private void leave() {
        erase.run();
        place.free();
    }

    boolean isDone() {
        return result.isDone();
    }

    /** What the hash returned or threw. To be called when it is done. */
    T get() {
        return result.join().get();
    }

    /**
     * Gives up its turn.
     *
     * @return true if it had not begun, and so never will
     */
    boolean withdraw() {
        if (!turn.giveUp()) {
            return false;
        }
        leave();
        return true;
    }

    /** Calls back, on any thread, when it is done; at once if it already is, never if it is withdrawn. */
    @SuppressWarnings("FutureReturnValueIgnored") // the result of the call is not needed
    void whenDone(Runnable call) {
        result.thenRun(call);
    }
}
