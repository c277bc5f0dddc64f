// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.io.IOException;
import java.io.InputStream;
import nl.digipoort.james.budget.BodyBudget;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.budget.Spoolable;
import nl.digipoort.james.lock.OwnedLease;

/**
 * One message for RETR or TOP: its octets with CRLF line ends, and their number. It stays in memory, within its share of the budget, until
 * it is closed or moved into a file. Must be closed. Not thread-safe, except {@link #whenMemoryIsWanted} and its callback.
 */
public final class MessageContent implements Spoolable, AutoCloseable {
    private final StoredContent stored;
    private final Reservation reservation;
    private final BodyBudget budget;
    private final MovableInputStream stream;
    private boolean inMemory = true;

    /** @param lease the lease of the message's maildrop */
    MessageContent(StoredContent stored, Reservation reservation, BodyBudget budget, OwnedLease lease) {
        this.stored = stored;
        this.reservation = reservation;
        this.budget = budget;
        this.stream = new MovableInputStream(stored.stream(), lease);
    }

    /** The octets of the whole message before dot-stuffing, as in the answer to LIST. */
    public long octets() {
        return stored.octets();
    }

    /** The octets with CRLF line ends. {@link #close} closes the stream. */
    public InputStream stream() {
        return stream;
    }

    @Override
    public boolean isMemoryWanted() {
        return reservation.isWanted();
    }

    @Override
    public void whenMemoryIsWanted(Runnable call) {
        reservation.whenWanted(call);
    }

    @Override
    public void leaveMemory() throws IOException {
        stream.moveTo(budget.spoolDirectory());
        endMemory();
        budget.spooled();
    }

    @Override
    public void close() throws IOException {
        try {
            stream.close();
        } finally {
            endMemory();
        }
    }

    private void endMemory() {
        if (inMemory) {
            inMemory = false;
            try {
                stored.end();
            } finally {
                reservation.close();
            }
        }
    }
}
