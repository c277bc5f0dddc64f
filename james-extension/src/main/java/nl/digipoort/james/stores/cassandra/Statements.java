// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.concurrent.CompletionStage;

/** What our stores ask of Cassandra. Trouble is an exception of its driver. Implementations are thread-safe. */
interface Statements {
    /** Makes a table, or a column of it that was added later, unless it is there. */
    void create(Table table);

    /** Whether there is a table of that name. */
    boolean has(String table);

    PreparedStatement prepare(Query query);

    CompletionStage<AsyncResultSet> execute(BoundStatement statement);
}
