// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Cassandra that executes every statement, but whose first answer to each is lost. */
final class LostAnswers implements Statements {
    private final Statements cassandra;
    private final Set<BoundStatement> executed = ConcurrentHashMap.newKeySet();

    LostAnswers(Statements cassandra) {
        this.cassandra = cassandra;
    }

    /** Cassandra whose nodes are all unavailable. */
    static Statements nowhere() {
        return new Statements() {
            @Override
            public void create(Table table) {
                throw new NoNodeAvailableException();
            }

            @Override
            public boolean has(String table) {
                return false;
            }

            @Override
            public PreparedStatement prepare(Query query) {
                throw new NoNodeAvailableException();
            }

            @Override
            public CompletionStage<AsyncResultSet> execute(BoundStatement statement) {
                throw new NoNodeAvailableException();
            }
        };
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
        CompletionStage<AsyncResultSet> answer = cassandra.execute(statement);
        return executed.add(statement)
                ? answer.thenApply(ignored -> {
                    throw new DriverTimeoutException("the answer is lost");
                })
                : answer;
    }
}
