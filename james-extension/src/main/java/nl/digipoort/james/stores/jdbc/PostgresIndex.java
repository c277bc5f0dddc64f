// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/** An index that PostgreSQL needs on a table of James JPA or of an earlier version of this project. Immutable. */
final class PostgresIndex {
    /** Perhaps under another name chosen by an operator. */
    private static final String IS_USABLE =
            "SELECT 1 FROM pg_index i WHERE i.indrelid = to_regclass(?) AND i.indisvalid"
                    + " AND i.indpred IS NULL AND pg_get_indexdef(i.indexrelid, 1, TRUE) = ?"
                    + " AND COALESCE(pg_get_indexdef(i.indexrelid, 2, TRUE), '') LIKE ?";

    private static final String HAS_TABLE = "SELECT 1 WHERE to_regclass(?) IS NOT NULL";
    /** An interrupted build left it: it costs as much as a complete index, but no query uses it. */
    private static final String IS_BROKEN =
            "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass(?) AND NOT indisvalid";

    private final String name;
    private final String table;
    private final List<String> columns;
    private final String slow;

    /**
     * @param name the name that it gets if this server builds it
     * @param slow what is slow without it, in the plural
     * @param columns one or two columns, the first ones of any index that serves as well
     */
    PostgresIndex(String name, String table, String slow, String... columns) {
        this.name = name;
        this.table = table;
        this.columns = List.of(columns);
        this.slow = slow;
    }

    String table() {
        return table;
    }

    /** What is slow without it. */
    String slow() {
        return slow;
    }

    /** Whether it is there, or the table is not: a table of this project is created with its index. */
    boolean isThere(Connection connection) throws SQLException {
        String second = columns.size() == 1 ? "%" : columns.get(1);
        return !Sql.exists(connection, HAS_TABLE, table)
                || Sql.exists(connection, IS_USABLE, table, lowerCase(columns.get(0)), lowerCase(second));
    }

    private static String lowerCase(String column) {
        return column.toLowerCase(Locale.ROOT);
    }

    /**
     * Builds the index while others read and write the table.
     *
     * @param connection a connection without a transaction
     */
    void build(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (Sql.exists(connection, IS_BROKEN, name)) {
                statement.execute(removal());
            }
            statement.execute(creation());
        }
    }

    /** The statements with which an operator creates the index, whatever its state. */
    String sql() {
        return removal() + "; " + creation() + ";";
    }

    private String creation() {
        return "CREATE INDEX CONCURRENTLY IF NOT EXISTS " + name + " ON " + table + " (" + String.join(", ", columns)
                + ")";
    }

    private String removal() {
        return "DROP INDEX CONCURRENTLY IF EXISTS " + name;
    }
}
