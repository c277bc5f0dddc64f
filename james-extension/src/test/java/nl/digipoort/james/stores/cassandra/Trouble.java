// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Cassandra with a temporary failure: after a given number of statements, two in a row get no answer, so that one statement and its
 * repetition fail.
 */
final class Trouble implements Statements {
    private final Statements cassandra;
    private final AtomicInteger before;
    private final Fate fate;

    Trouble(Statements cassandra, int before, Fate fate) {
        this.cassandra = cassandra;
        this.before = new AtomicInteger(before);
        this.fate = fate;
    }

    /** What happens to a statement that gets no answer. */
    enum Fate {
        EXECUTED,
        LOST
    }

    /** Whether the failure is not over yet. */
    boolean isAhead() {
        return before.get() > -2;
    }

    @Override
    public void create(Table table) {
        cassandra.create(table);
    }

    @Override
    public boolean has(String table) {
        return cassandra.has(table);
    }

    @Override
    public PreparedStatement prepare(Query query) {
        return cassandra.prepare(query);
    }

    @Override
    public CompletionStage<AsyncResultSet> execute(BoundStatement statement) {
        int left = before.getAndDecrement();
        if (left > 0 || left < -1) {
            return cassandra.execute(statement);
        }
        DriverTimeoutException noAnswer = new DriverTimeoutException("no answer");
        return fate == Fate.LOST
                ? CompletableFuture.failedFuture(noAnswer)
                : cassandra.execute(statement).thenApply(ignored -> {
                    throw noAnswer;
                });
    }
}
