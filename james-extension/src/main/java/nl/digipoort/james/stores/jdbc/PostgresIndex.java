// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * An index on one of James JPA's tables, by the message that a row belongs to. The message's identifier comes first: if PostgreSQL's
 * outdated statistics show a filled mailbox as empty, an index that begins with the mailbox is searched by the mailbox alone. Immutable.
 */
final class PostgresIndex {
    private static final String COLUMNS = "(MAIL_UID, MAILBOX_ID)";
    private static final String LOOK = "SELECT c.relname, i.indisvalid,"
            + " EXISTS (SELECT 1 FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)"
            + " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            + " WHERE i.indrelid = to_regclass(?) AND i.indpred IS NULL"
            + " AND pg_get_indexdef(i.indexrelid, 1, TRUE) = 'mail_uid'"
            + " AND pg_get_indexdef(i.indexrelid, 2, TRUE) = 'mailbox_id'";

    private final String table;
    private final String name;

    /** @param table the table of James JPA, as named by its entities */
    PostgresIndex(String table) {
        this.table = table;
        this.name = "digipoort_" + table.toLowerCase(Locale.ROOT) + "_message";
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

    State look(Connection connection) throws SQLException {
        List<State> found = Sql.all(connection, this::state, LOOK, table);
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
        return "CREATE INDEX CONCURRENTLY IF NOT EXISTS " + name + " ON " + table + " " + COLUMNS;
    }

    private String removal() {
        return "DROP INDEX CONCURRENTLY IF EXISTS " + name;
    }
}
