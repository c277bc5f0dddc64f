// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import java.time.Duration;

/**
 * An answer that a client gets later; no thread waits for it, nothing is written until then, and no further line of the client is
 * looked at meanwhile. One of {@link #give()} and {@link #drop()} is called, once, where blocking is allowed.
 */
public abstract class DelayedAnswer extends Answer {
    /** The longest time until the answer. */
    public abstract Duration delay();

    /** Has that called when the answer can be given sooner, at once if it can already; by any thread, and perhaps twice. */
    public void whenReady(Runnable call) {
        // Time alone makes it ready.
    }

    /** Does what is to be done at the end of the wait and gives the answer, which may be a delayed one again. */
    public abstract Answer give();

    /** The client is gone. */
    public abstract void drop();

    @Override
    public final String getRetCode() {
        return Reply.CHALLENGE;
    }

    @Override
    public final String statusLine() {
        return "";
    }

    @Override
    public final void passTo(Taker taker) {
        taker.take(this);
    }

    @Override
    public final void close() {
        drop();
    }
}
