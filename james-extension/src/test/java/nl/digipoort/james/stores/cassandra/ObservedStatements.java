// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** Cassandra whose answers the test sees before the store does. An exception of the test replaces the answer. */
final class ObservedStatements implements Statements {
    private final Statements cassandra;
    private final BiConsumer<String, AsyncResultSet> observer;

    /** @param observer receives the statement in CQL and its answer */
    ObservedStatements(Statements cassandra, BiConsumer<String, AsyncResultSet> observer) {
        this.cassandra = cassandra;
        this.observer = observer;
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
        // not on the driver's thread: the test may query Cassandra again
        return cassandra.execute(statement).thenApplyAsync(answer -> {
            observer.accept(statement.getPreparedStatement().getQuery(), answer);
            return answer;
        });
    }
}
