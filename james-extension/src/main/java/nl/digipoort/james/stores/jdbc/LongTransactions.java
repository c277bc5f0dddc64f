// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many transactions that may take seconds run at one time, to half of the connections: many large messages at once then wait for
 * each other, in the order in which they came, and logins do not wait for them. Thread-safe.
 */
final class LongTransactions {
    /** Half of the time for which a sender waits for the answer to DATA (RFC 5321 section 4.5.3.2.6). */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final Semaphore turns;
    private final Duration longestWait;

    /** @param connections of the pool */
    LongTransactions(int connections) {
        this(connections, LONGEST_WAIT);
    }

    LongTransactions(int connections, Duration longestWait) {
        this.turns = new Semaphore(Math.max(1, connections / 2), true);
        this.longestWait = longestWait;
    }

    /** @throws SQLException thrown by the work, or if no turn came */
    <T> T run(Transactions database, SqlWork<T> work) throws SQLException {
        take();
        try {
            return database.transact(work);
        } finally {
            turns.release();
        }
    }

    private void take() throws SQLException {
        try {
            if (!turns.tryAcquire(longestWait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SQLException("too many large transactions wait for each other");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while other large transactions went first", e);
        }
    }
}
