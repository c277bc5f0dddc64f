// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import nl.digipoort.james.transport.NetworkShares;
import nl.digipoort.james.transport.NetworkTurns;

/** The verification of one password: it waits for its turn, is done, or is withdrawn. It has a place for so long. Thread-safe. */
final class QueuedHash<T> {
    private final CompletableFuture<Supplier<T>> result = new CompletableFuture<>();
    private final Supplier<T> hash;
    private final Runnable erase;
    private final NetworkShares.Place place;
    private final NetworkTurns.Turn turn;

    /**
     * @param hash verifies the password, perhaps in vain
     * @param erase overwrites the password, in any case and once
     */
    QueuedHash(Supplier<T> hash, Runnable erase, NetworkShares.Place place, TurnTaking turns) {
        this.hash = hash;
        this.erase = erase;
        this.place = place;
        this.turn = turns.add(this::run);
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
            // An Error too: a client without an answer would wait for it.
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

    /** What the hash gave, or threw. To be asked for when it is done. */
    T get() {
        return result.join().get();
    }

    /**
     * Gives its turn up.
     *
     * @return true if it had not begun; it never will
     */
    boolean withdraw() {
        if (!turn.giveUp()) {
            return false;
        }
        leave();
        return true;
    }

    /** Has that called by any thread when it is done, at once if it is already; never if it is withdrawn. */
    @SuppressWarnings("FutureReturnValueIgnored") // nothing is asked of the call
    void whenDone(Runnable call) {
        result.thenRun(call);
    }

    /** Where a task waits for its turn. */
    interface TurnTaking {
        NetworkTurns.Turn add(Runnable task);
    }
}
