package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.concurrent.CompletionStage;

/** What our stores ask of Cassandra. Trouble is an exception of its driver. Implementations are thread-safe. */
interface Statements {
    /** Makes a table unless it is there. */
    void create(Table table);

    PreparedStatement prepare(Query query);

    CompletionStage<AsyncResultSet> execute(BoundStatement statement);
}
