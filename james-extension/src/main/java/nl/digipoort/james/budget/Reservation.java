// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.budget;

/**
 * One message's share of the {@link BodyBudget}: waited for, then held, then given back by {@link #close()}, which also gives
 * up a wish. Thread-safe.
 */
public final class Reservation implements AutoCloseable {
    private final BodyBudget budget;
    private final long octets;
    private Runnable whenGranted = () -> {};
    private Runnable whenWanted = () -> {};

    Reservation(BodyBudget budget, long octets) {
        this.budget = budget;
        this.octets = octets;
    }

    long octets() {
        return octets;
    }

    /** Whether the message may be read. */
    public boolean isGranted() {
        return budget.isGranted(this);
    }

    /** Whether somebody waits for what is held here. */
    public boolean isWanted() {
        return budget.isWanted(this);
    }

    /**
     * Has that called when the message may be read, at once if it may already; perhaps more than once, by any thread, which it
     * must not hold up. To be set once.
     */
    public void whenGranted(Runnable call) {
        synchronized (this) {
            whenGranted = call;
        }
        if (isGranted()) {
            call.run();
        }
    }

    /** The same for the time when somebody waits for what is held here; {@link #isWanted()} tells whether somebody does. */
    public void whenWanted(Runnable call) {
        synchronized (this) {
            whenWanted = call;
        }
        if (isWanted()) {
            call.run();
        }
    }

    void tellGranted() {
        Runnable call;
        synchronized (this) {
            call = whenGranted;
        }
        call.run();
    }

    void tellWanted() {
        Runnable call;
        synchronized (this) {
            call = whenWanted;
        }
        call.run();
    }

    @Override
    public void close() {
        budget.end(this);
    }
}
