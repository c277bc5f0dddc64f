package nl.digipoort.james.pop3;

import java.time.Duration;

/**
 * An answer that a client gets later; no thread waits for it, and no further line of the client is looked at meanwhile. One
 * of {@link #give()} and {@link #drop()} is called, once, where blocking is allowed.
 */
public interface DelayedAnswer {
    /** The longest time until the answer. */
    Duration delay();

    /** Has that called when the answer can be given sooner, at once if it can already; by any thread, and perhaps twice. */
    default void whenReady(Runnable call) {
        // Time alone makes it ready.
    }

    /** Does what is to be done at the end of the wait and gives the answer, which may be a delayed one again. */
    Reply give();

    /** The client is gone. */
    void drop();
}
