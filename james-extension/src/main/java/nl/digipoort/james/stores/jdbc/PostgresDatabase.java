// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.failure.StoreUnavailableException;

/**
 * The PostgreSQL of James's postgres-app, through JDBC and a pool of our own: James itself opens reactive connections only. The driver
 * is the one that James 3.9.0 has among its jars, where jOOQ brought it. Thread-safe.
 */
@Singleton
public final class PostgresDatabase implements Transactions {
    private static final String DRIVER = "org.postgresql.ds.PGSimpleDataSource";
    private static final long LONGEST_WAIT_MILLIS = 10_000;
    /** The longest time for a statement that commits by itself. */
    private static final int STATEMENT_SECONDS = 5;

    private final HikariDataSource pool;
    private final HikariDataSource keeper;
    private final LongTransactions longTransactions;

    /**
     * Opens a connection, so that a wrong setting stops the start.
     *
     * @throws StoreUnavailableException if the driver is missing, or PostgreSQL does not answer
     */
    @Inject
    public PostgresDatabase(PostgresSettings settings) {
        this.pool = open(settings, "digipoort", settings.connections());
        this.keeper = open(settings, "digipoort-locks", 1);
        this.longTransactions = new LongTransactions(settings.connections());
    }

    private static HikariDataSource open(PostgresSettings settings, String name, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(LONGEST_WAIT_MILLIS);
        try {
            config.setDataSourceClassName(DRIVER);
            config.addDataSourceProperty("url", settings.url());
            config.addDataSourceProperty("user", settings.user());
            config.addDataSourceProperty("password", settings.password());
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw new StoreUnavailableException(
                    "the PostgreSQL of conf/postgres.properties cannot be used: " + e.getMessage() + advice(e), e);
        }
    }

    private static String advice(RuntimeException failure) {
        return failure.getCause() instanceof ClassNotFoundException
                ? "; its JDBC driver must stand in extensions-jars/ (docs/start/drop-in.md)"
                : "";
    }

    /** The same database through a connection of its own, which is free while all of the pool are taken. */
    Transactions besideThePool() {
        return new Pooled(keeper, new LongTransactions(1));
    }

    @Override
    public <T> T transact(SqlWork<T> work) throws SQLException {
        return ofThePool().transact(work);
    }

    @Override
    public <T> T transactAtLength(SqlWork<T> work) throws SQLException {
        return ofThePool().transactAtLength(work);
    }

    @Override
    public <T> T statements(SqlWork<T> work) throws SQLException {
        return ofThePool().statements(work);
    }

    @Override
    public <T> T query(SqlWork<T> work) throws SQLException {
        return ofThePool().query(work);
    }

    private Transactions ofThePool() {
        return new Pooled(pool, longTransactions);
    }

    @PreDestroy
    public void close() {
        pool.close();
        keeper.close();
    }

    private static final class Pooled implements Transactions {
        private final HikariDataSource pool;
        private final LongTransactions longTransactions;

        private Pooled(HikariDataSource pool, LongTransactions longTransactions) {
            this.pool = pool;
            this.longTransactions = longTransactions;
        }

        @Override
        public <T> T transact(SqlWork<T> work) throws SQLException {
            try (Connection connection = pool.getConnection()) {
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
            try (Connection connection = pool.getConnection()) {
                return work.run(bounded(connection));
            }
        }

        @Override
        public <T> T query(SqlWork<T> work) throws SQLException {
            try (Connection connection = pool.getConnection()) {
                return work.run(connection);
            }
        }

        /** The connection, whose statements are given up after a while. */
        private static Connection bounded(Connection connection) {
            return (Connection) Proxy.newProxyInstance(
                    PostgresDatabase.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> call(connection, method, arguments));
        }

        private static Object call(Connection connection, Method method, Object... arguments) throws Throwable {
            try {
                Object result = method.invoke(connection, arguments);
                if (result instanceof Statement) {
                    ((Statement) result).setQueryTimeout(STATEMENT_SECONDS);
                }
                return result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
