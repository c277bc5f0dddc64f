// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Cassandra that gives no answer to statements of one kind, and executes them late. */
final class LateStatements implements Statements {
    private final Statements cassandra;
    private final String kind;
    private final Queue<BoundStatement> late = new ConcurrentLinkedQueue<>();

    /** @param kind a part of the statement in CQL */
    LateStatements(Statements cassandra, String kind) {
        this.cassandra = cassandra;
        this.kind = kind;
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
        if (!statement.getPreparedStatement().getQuery().contains(kind)) {
            return cassandra.execute(statement);
        }
        late.add(statement);
        return CompletableFuture.failedFuture(new DriverTimeoutException("no answer"));
    }

    /** @return the number of late statements */
    int executeLate() {
        late.forEach(
                statement -> cassandra.execute(statement).toCompletableFuture().join());
        return late.size();
    }
}
