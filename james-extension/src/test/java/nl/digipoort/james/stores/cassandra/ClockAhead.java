// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Cassandra as used by a node whose clock is years ahead of all others. */
final class ClockAhead implements Statements {
    private static final long AHEAD =
            TimeUnit.SECONDS.toMicros(Instant.parse("2090-01-01T00:00:00Z").getEpochSecond());

    private final Statements cassandra;

    ClockAhead(Statements cassandra) {
        this.cassandra = cassandra;
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
        return cassandra.execute(statement.setQueryTimestamp(AHEAD));
    }
}
