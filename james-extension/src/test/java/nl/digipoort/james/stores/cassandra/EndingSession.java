// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** A session that executes a given number of statements and no more, like that of a node that dies. */
final class EndingSession implements Statements {
    private final Statements cassandra;
    private final AtomicInteger left;

    EndingSession(Statements cassandra, int statements) {
        this.cassandra = cassandra;
        this.left = new AtomicInteger(statements);
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
        if (left.getAndDecrement() <= 0) {
            throw new NoNodeAvailableException();
        }
        return cassandra.execute(statement);
    }
}
