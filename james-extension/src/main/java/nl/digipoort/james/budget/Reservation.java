// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.budget;

/**
 * One message's share of the {@link BodyBudget}: requested, then granted, then given back by {@link #close()}. Closing also withdraws a
 * request. Thread-safe.
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

    /** Whether somebody waits for this memory. */
    public boolean isWanted() {
        return budget.isWanted(this);
    }

    /**
     * Calls back when the message may be read, at once if it already may. The call may come more than once and on any thread, which it must
     * not block. To be set once.
     */
    public void whenGranted(Runnable call) {
        synchronized (this) {
            whenGranted = call;
        }
        if (isGranted()) {
            call.run();
        }
    }

    /** Calls back in the same way when somebody waits for this memory; {@link #isWanted()} says whether that is so. To be set once. */
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
