// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import nl.digipoort.james.failure.StoreUnavailableException;

/**
 * The tables of one store in James's database. They are created on first use and changed in transactions, and every failure becomes the
 * exception of the store's SPI. Thread-safe, and safe against other nodes that start at the same time.
 */
final class Tables {
    private static final int ATTEMPTS = 4;
    private static final String IS_THERE = "SELECT 1 FROM INFORMATION_SCHEMA.TABLES"
            + " WHERE TABLE_SCHEMA = CURRENT_SCHEMA AND UPPER(TABLE_NAME) = ?";

    private final Transactions database;
    private final List<Table> tables;
    private final BiFunction<String, Throwable, ? extends RuntimeException> trouble;
    private volatile boolean ready;

    /** For a store whose SPI throws {@link StoreUnavailableException}. */
    Tables(Transactions database, List<Table> tables) {
        this(database, tables, StoreUnavailableException::new);
    }

    /** @param trouble creates the exception of the SPI from a message and a cause */
    Tables(
            Transactions database,
            List<Table> tables,
            BiFunction<String, Throwable, ? extends RuntimeException> trouble) {
        this.database = database;
        this.tables = tables;
        this.trouble = trouble;
    }

    /**
     * Runs the work in a transaction, and again in a new one after a conflict with another transaction.
     *
     * @param purpose the action for the message, such as "find a credential record"
     */
    <T> T run(String purpose, SqlWork<T> work) {
        return run(purpose, database::transact, work);
    }

    /** The same for work that may take seconds: it waits for its turn, so that connections are left for everything else. */
    <T> T runAtLength(String purpose, SqlWork<T> work) {
        return run(purpose, database::transactAtLength, work);
    }

    /** Runs a single query of a few rows, without a transaction. */
    <T> T query(String purpose, SqlWork<T> work) {
        return run(purpose, database::query, work);
    }

    /**
     * Runs the work without a transaction: each of its statements commits by itself. After a conflict all of it runs again.
     *
     * @param on the database, or another way to it
     */
    <T> T statements(String purpose, Transactions on, SqlWork<T> work) {
        return run(purpose, on::statements, work);
    }

    private <T> T run(String purpose, SqlRunner<T> runner, SqlWork<T> work) {
        try {
            createOnFirstUse();
            return attempt(runner, work);
        } catch (SQLException e) {
            throw trouble.apply("cannot " + purpose + " in James's database", e);
        }
    }

    /** A way to run work. */
    private interface SqlRunner<T> {
        T run(SqlWork<T> work) throws SQLException;
    }

    private static <T> T attempt(SqlRunner<T> runner, SqlWork<T> work) throws SQLException {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return runner.run(work);
            } catch (SQLException e) {
                if (!SqlStates.isConflict(e)) {
                    throw e;
                }
            }
        }
        return runner.run(work);
    }

    private void createOnFirstUse() throws SQLException {
        if (!ready) {
            createMissing();
        }
    }

    private synchronized void createMissing() throws SQLException {
        if (ready) {
            return;
        }
        for (Table table : tables) {
            if (!succeeds(table.probe())) {
                make(table.creation(product()), table.probe());
            }
            bringUpToDate(table);
        }
        ready = true;
    }

    private void bringUpToDate(Table table) throws SQLException {
        for (String column : table.addedColumns()) {
            if (!succeeds(table.probe(column))) {
                make(table.addition(column), table.probe(column));
            }
        }
        if (!table.earlierTable().isEmpty()) {
            Tables.<Void>attempt(database::transact, connection -> takeOver(table, connection));
        }
        Optional<String> index = table.postgresIndex();
        if (index.isPresent() && database.transact(KnownDatabases::isPostgres)) {
            attempt(database::transact, connection -> makeIndex(index.get(), table, connection));
        }
    }

    /** Queries the catalogue first, because the statement itself waits for all who write, even if there is nothing to do. */
    private static boolean makeIndex(String name, Table table, Connection connection) throws SQLException {
        return !Sql.exists(connection, "SELECT 1 WHERE to_regclass(?) IS NOT NULL", name)
                && Sql.update(connection, table.indexCreation()) == 0;
    }

    private static Void takeOver(Table table, Connection connection) throws SQLException {
        // queries the catalogue, because PostgreSQL logs failing statements
        if (Sql.exists(connection, IS_THERE, table.earlierTable())) {
            for (String statement : table.takeover()) {
                Sql.update(connection, statement);
            }
        }
        return null;
    }

    private boolean succeeds(String probe) throws SQLException {
        try {
            execute(probe);
            return true;
        } catch (SQLException e) {
            if (SqlStates.isUnknownObject(e)) {
                return false;
            }
            throw e;
        }
    }

    private void make(String change, String probe) throws SQLException {
        try {
            execute(change);
        } catch (SQLException e) {
            // another node may have been faster
            if (!succeeds(probe)) {
                throw e;
            }
        }
    }

    private String product() throws SQLException {
        return database.transact(connection -> connection.getMetaData().getDatabaseProductName());
    }

    private void execute(String sql) throws SQLException {
        database.transact(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }
}
