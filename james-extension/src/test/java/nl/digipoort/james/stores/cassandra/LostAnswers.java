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

/** A Cassandra that does what it is asked for, while the first answer to every statement is lost on the way. */
final class LostAnswers implements Statements {
    private final Statements cassandra;
    private final Set<BoundStatement> executed = ConcurrentHashMap.newKeySet();

    LostAnswers(Statements cassandra) {
        this.cassandra = cassandra;
    }

    /** A Cassandra none of whose nodes can be reached. */
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
