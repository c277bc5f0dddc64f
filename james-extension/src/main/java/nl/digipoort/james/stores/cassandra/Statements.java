// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.concurrent.CompletionStage;

/** The access of our stores to Cassandra. Failures are exceptions of the driver. Implementations are thread-safe. */
public interface Statements {
    /** Creates a table, and its columns of later versions, unless they exist. */
    void create(Table table);

    /** Whether a table of that name exists. */
    boolean has(String table);

    PreparedStatement prepare(Query query);

    CompletionStage<AsyncResultSet> execute(BoundStatement statement);
}
