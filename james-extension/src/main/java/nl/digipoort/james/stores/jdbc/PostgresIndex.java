// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** An index that PostgreSQL needs on a table of James JPA or of an earlier version of this project. Immutable. */
final class PostgresIndex {
    private static final String LOOK = "SELECT c.relname, i.indisvalid,"
            + " EXISTS (SELECT 1 FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)"
            + " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            + " WHERE i.indrelid = to_regclass(?) AND i.indpred IS NULL"
            + " AND pg_get_indexdef(i.indexrelid, 1, TRUE) = ?"
            + " AND COALESCE(pg_get_indexdef(i.indexrelid, 2, TRUE), '') LIKE ?";
    private static final String HAS_TABLE = "SELECT 1 WHERE to_regclass(?) IS NOT NULL";

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

    /** The state of the index, the best first. */
    enum State {
        /** It can be used, perhaps under another name chosen by an operator. */
        USABLE,
        /** Somebody is building it now. */
        UNDER_CONSTRUCTION,
        /** Its build was interrupted. It costs as much as a complete index, but no query uses it. */
        BROKEN,
        MISSING
    }

    String table() {
        return table;
    }

    /** What is slow without it. */
    String slow() {
        return slow;
    }

    /** Usable if there is no table: a table of this project is created with its index. */
    State look(Connection connection) throws SQLException {
        if (!Sql.exists(connection, HAS_TABLE, table)) {
            return State.USABLE;
        }
        String first = columns.get(0).toLowerCase(Locale.ROOT);
        String second = columns.size() == 1 ? "%" : columns.get(1).toLowerCase(Locale.ROOT);
        List<State> found = Sql.all(connection, this::state, LOOK, table, first, second);
        return found.stream().min(Comparator.naturalOrder()).orElse(State.MISSING);
    }

    private State state(ResultSet row) throws SQLException {
        if (row.getBoolean(2)) {
            return State.USABLE;
        }
        if (row.getBoolean(3)) {
            return State.UNDER_CONSTRUCTION;
        }
        return name.equals(row.getString(1)) ? State.BROKEN : State.MISSING;
    }

    /**
     * Builds the index while others read and write the table.
     *
     * @param connection a connection without a transaction
     */
    void build(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(creation());
        }
    }

    /** Removes the result of an interrupted build. */
    void remove(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(removal());
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
