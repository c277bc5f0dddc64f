// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import java.time.Duration;

/**
 * An answer that the client gets later. No thread waits for it. Until then nothing is written and no further line of the client is handled.
 * Either {@link #give()} or {@link #drop()} is called, once, where blocking is allowed.
 */
public abstract class DelayedAnswer extends Answer {
    /** The longest time until the answer. */
    public abstract Duration delay();

    /** Calls back when the answer can be given sooner: at once if it already can, on any thread, and perhaps twice. */
    public void whenReady(Runnable call) {
        // Only time makes it ready.
    }

    /** Ends the wait and gives the answer, which may be another delayed one. */
    public abstract Answer give();

    /** Called instead if the client is gone. */
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
