// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** A Cassandra whose answers a test sees before the store does; an exception of the test's takes the answer's place. */
final class ObservedStatements implements Statements {
    private final Statements cassandra;
    private final BiConsumer<String, AsyncResultSet> observer;

    /** @param observer gets the statement in CQL and its answer */
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
        // not in the driver's thread: the test may ask Cassandra for more
        return cassandra.execute(statement).thenApplyAsync(answer -> {
            observer.accept(statement.getPreparedStatement().getQuery(), answer);
            return answer;
        });
    }
}
