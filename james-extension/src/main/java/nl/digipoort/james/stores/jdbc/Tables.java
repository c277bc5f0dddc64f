// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
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
        try {
            createOnFirstUse();
            return attempt(work);
        } catch (SQLException e) {
            throw trouble.apply("cannot " + purpose + " in James's database", e);
        }
    }

    private <T> T attempt(SqlWork<T> work) throws SQLException {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return database.transact(work);
            } catch (SQLException e) {
                if (!SqlStates.isConflict(e)) {
                    throw e;
                }
            }
        }
        return database.transact(work);
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
            if (!table.earlierTable().isEmpty()) {
                bringUpToDate(table);
            }
        }
        ready = true;
    }

    private void bringUpToDate(Table table) throws SQLException {
        if (!succeeds(table.columnProbe())) {
            make(table.addition(), table.columnProbe());
        }
        attempt(connection -> takeOver(table, connection));
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
