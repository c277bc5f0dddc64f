package nl.digipoort.james.pop3;

import java.time.Duration;

/**
 * An answer that a client gets later; no thread waits for it, and no further line of the client is looked at meanwhile. One
 * of {@link #give()} and {@link #drop()} is called, once, where blocking is allowed.
 */
public interface HeldAnswer {
    Duration delay();

    /** Does what is to be done at the end of the delay and gives the answer. */
    Reply give();

    /** The client is gone. */
    void drop();
}
