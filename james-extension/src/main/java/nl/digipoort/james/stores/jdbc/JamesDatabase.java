// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import com.google.common.base.Strings;
import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.persistence.EntityManagerFactory;
import javax.sql.DataSource;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.openjpa.jdbc.conf.JDBCConfiguration;
import org.apache.openjpa.jdbc.schema.DataSourceFactory;
import org.apache.openjpa.lib.jdbc.DelegatingConnection;
import org.apache.openjpa.persistence.OpenJPAEntityManagerFactorySPI;
import org.apache.openjpa.persistence.OpenJPAPersistence;
import org.apache.openjpa.util.OpenJPAException;

/**
 * James's own database, used through James's own entity manager factory, with its configuration and connection pool. The connections come
 * directly from the pool, because an entity manager for each statement costs more than the statement. Thread-safe.
 */
@Singleton
public final class JamesDatabase implements Transactions {
    private static final Pattern IN_THIS_PROCESS =
            Pattern.compile("jdbc:(hsqldb:(file|mem):|h2:(?!tcp:|ssl:|.*AUTO_SERVER=TRUE))", Pattern.CASE_INSENSITIVE);

    private static final Pattern MOST_CONNECTIONS =
            Pattern.compile("\\bmaxTotal\\s*=\\s*(\\d{1,6})", Pattern.CASE_INSENSITIVE);
    /** The pool's, DBCP's. */
    private static final int DEFAULT_MOST_CONNECTIONS = 8;

    private static final Pattern LONGEST_WAIT =
            Pattern.compile("\\bmaxWait(Millis)?\\s*=\\s*\\d", Pattern.CASE_INSENSITIVE);

    /** The longest time for a statement that commits by itself. */
    private static final int STATEMENT_SECONDS = 5;

    private final OpenJPAEntityManagerFactorySPI factory;
    private final Supplier<DataSource> pool;
    private final LongTransactions longTransactions;
    private volatile boolean known;

    @Inject
    public JamesDatabase(EntityManagerFactory factory) {
        this((OpenJPAEntityManagerFactorySPI) OpenJPAPersistence.cast(factory));
    }

    private JamesDatabase(OpenJPAEntityManagerFactorySPI factory) {
        // which OpenJPA creates on first use
        this(factory, () -> (DataSource) factory.getConfiguration().getConnectionFactory());
    }

    private JamesDatabase(OpenJPAEntityManagerFactorySPI factory, Supplier<DataSource> pool) {
        this.factory = factory;
        this.pool = pool;
        this.longTransactions = new LongTransactions(connections(factory));
    }

    private static int connections(OpenJPAEntityManagerFactorySPI factory) {
        Matcher most = MOST_CONNECTIONS.matcher(
                Strings.nullToEmpty(factory.getConfiguration().getConnectionProperties()));
        return most.find() ? Integer.parseInt(most.group(1)) : DEFAULT_MOST_CONNECTIONS;
    }

    /**
     * The same database through a pool of its own, with the same settings. For one thread that must go on while all connections of James's
     * pool are taken. It opens no connection before it is used.
     */
    JamesDatabase besideThePool() {
        JDBCConfiguration configuration = (JDBCConfiguration) factory.getConfiguration();
        return new JamesDatabase(
                factory, Suppliers.memoize(() -> DataSourceFactory.newDataSource(configuration, false)));
    }

    /**
     * Refuses a database on which the stores are not tested; every other method does so on first use.
     *
     * @throws UnknownDatabaseException naming what was found and what is allowed
     * @throws StoreUnavailableException if the database is unavailable
     */
    public void requireKnown() {
        try {
            connection().close();
        } catch (SQLException e) {
            throw new StoreUnavailableException("James's database cannot be reached: " + e.getMessage(), e);
        }
    }

    @Override
    public <T> T transact(SqlWork<T> work) throws SQLException {
        try (Connection connection = connection()) {
            connection.setAutoCommit(false);
            return Transaction.run(connection, work);
        }
    }

    @Override
    public <T> T transactAtLength(SqlWork<T> work) throws SQLException {
        return longTransactions.run(this, work);
    }

    @Override
    public <T> T statements(SqlWork<T> work) throws SQLException {
        try (Connection connection = connection()) {
            connection.setAutoCommit(true);
            return work.run(new BoundedConnection(connection));
        }
    }

    @Override
    public <T> T query(SqlWork<T> work) throws SQLException {
        try (Connection connection = connection()) {
            connection.setAutoCommit(true);
            return work.run(connection);
        }
    }

    /**
     * A transaction for code that replaces James's mailbox API.
     *
     * @param purpose the action for the message, such as "list a mailbox"
     */
    <T> T transact(String purpose, SqlWork<T> work) throws MailboxException {
        try {
            return transact(work);
        } catch (SQLException e) {
            throw new MailboxException("cannot " + purpose + " in James's database", e);
        }
    }

    private Connection connection() throws SQLException {
        Connection connection = pool().getConnection();
        if (!known) {
            requireKnown(connection);
        }
        return connection;
    }

    private void requireKnown(Connection connection) throws SQLException {
        try {
            KnownDatabases.require(connection);
            known = true;
        } finally {
            if (!known) {
                connection.close();
            }
        }
    }

    private DataSource pool() throws SQLException {
        try {
            return pool.get();
        } catch (OpenJPAException e) {
            throw new SQLException("James's database cannot be reached", e);
        }
    }

    /**
     * Whether the database runs in this process, and so no other process can use it.
     *
     * @throws SQLException if the database is unavailable
     */
    boolean isInThisProcess() throws SQLException {
        return IN_THIS_PROCESS
                .matcher(transact(connection -> connection.getMetaData().getURL()))
                .lookingAt();
    }

    /** Whether somebody who wants a connection while all are taken waits for one without end, by the settings of the pool. */
    boolean waitsForeverForAConnection() {
        return !LONGEST_WAIT
                .matcher(Strings.nullToEmpty(factory.getConfiguration().getConnectionProperties()))
                .find();
    }

    /** @throws SQLException if the database is unavailable */
    boolean isPostgres() throws SQLException {
        return transact(KnownDatabases::isPostgres);
    }

    /**
     * Runs work in which every statement commits by itself and may take longer than the pool's time-out for an answer.
     *
     * @throws SQLException thrown by the work, or if there is no connection
     */
    <T> T withoutTransaction(SqlWork<T> work) throws SQLException {
        try (Connection connection = connection()) {
            connection.setAutoCommit(true);
            Connection pooled = pooled(connection);
            int timeout = pooled.getNetworkTimeout();
            pooled.setNetworkTimeout(Runnable::run, 0);
            try {
                return work.run(pooled);
            } finally {
                if (!pooled.isClosed()) {
                    pooled.setNetworkTimeout(Runnable::run, timeout);
                }
            }
        }
    }

    /** A connection whose statements are given up after a while. */
    private static final class BoundedConnection extends DelegatingConnection {
        private final boolean bounded;

        private BoundedConnection(Connection connection) throws SQLException {
            super(connection);
            // H2 would bound all later statements of the connection
            bounded = !"H2".equals(connection.getMetaData().getDatabaseProductName());
        }

        @Override
        public PreparedStatement prepareStatement(String sql) throws SQLException {
            PreparedStatement statement = super.prepareStatement(sql);
            if (bounded) {
                statement.setQueryTimeout(STATEMENT_SECONDS);
            }
            return statement;
        }
    }

    /** Unwraps the connection: OpenJPA's wrapper does not support time-outs, and adds the statement to error messages. */
    private static Connection pooled(Connection connection) {
        return connection instanceof DelegatingConnection
                ? ((DelegatingConnection) connection).getInnermostDelegate()
                : connection;
    }
}
