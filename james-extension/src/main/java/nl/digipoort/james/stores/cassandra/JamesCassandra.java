// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.inject.Inject;
import org.apache.james.backends.cassandra.init.configuration.JamesExecutionProfiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * James's own Cassandra, used through James's own session, with its configuration and keyspace. James's execution profile {@code LWT}
 * decides whether lightweight transactions span all data centres. Thread-safe.
 */
public final class JamesCassandra implements Statements {
    private static final Logger LOGGER = LoggerFactory.getLogger(JamesCassandra.class);

    private final CqlSession session;
    private final ConsistencyLevel serial;

    @Inject
    public JamesCassandra(CqlSession session) {
        this.session = session;
        this.serial = serial(session);
    }

    private static ConsistencyLevel serial(CqlSession session) {
        String level =
                JamesExecutionProfiles.getLWTProfile(session).getString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY);
        return level.equals(DefaultConsistencyLevel.LOCAL_SERIAL.name())
                ? DefaultConsistencyLevel.LOCAL_SERIAL
                : DefaultConsistencyLevel.SERIAL;
    }

    @Override
    public void create(Table table) {
        CqlIdentifier keyspace = session.getKeyspace()
                .orElseThrow(() -> new IllegalStateException("James's session to Cassandra has no keyspace"));
        Optional<TableMetadata> found = find(table.name());
        if (found.isEmpty()) {
            change(table, table.creation(keyspace.asInternal()));
        } else {
            table.added().stream()
                    .filter(column -> found.get().getColumn(column).isEmpty())
                    .forEach(column -> add(column, table));
        }
    }

    private void add(String column, Table table) {
        try {
            change(table, table.addition(column));
        } catch (InvalidQueryException e) {
            LOGGER.debug("Another node has added the column {} to {}", column, table.name(), e);
        }
    }

    private void change(Table table, String schema) {
        ResultSet created = session.execute(SimpleStatement.newInstance(schema)
                .setExecutionProfile(JamesExecutionProfiles.getTableCreationProfile(session)));
        if (!created.getExecutionInfo().isSchemaInAgreement() && !session.checkSchemaAgreement()) {
            throw new IllegalStateException("Cassandra's nodes do not yet agree on the table " + table.name());
        }
    }

    @Override
    public boolean has(String table) {
        return find(table).isPresent();
    }

    private Optional<TableMetadata> find(String table) {
        return session.getKeyspace()
                .flatMap(keyspace -> session.getMetadata().getKeyspace(keyspace))
                .flatMap(keyspace -> keyspace.getTable(table));
    }

    @Override
    public PreparedStatement prepare(Query query) {
        return session.prepare(query.statement(serial));
    }

    @Override
    public CompletionStage<AsyncResultSet> execute(BoundStatement statement) {
        return session.executeAsync(statement);
    }
}
