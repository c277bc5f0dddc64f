// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Executes statements with their values: text, numbers, booleans, octets, {@link java.sql.Timestamp},
 * {@link java.time.OffsetDateTime}, or null. A failure is an
 * {@link SQLException}, which {@link Tables} turns into the exception of a store.
 */
final class Sql {
    private static final int ALL = 0;
    /** Rows that a driver fetches at a time if it does not fetch all at once. */
    private static final int ROWS = 10_000;

    private Sql() {}

    /** Converts a row. */
    interface RowFunction<T> {
        T apply(ResultSet row) throws SQLException;
    }

    /** Receives the rows one by one. */
    interface RowVisitor {
        void see(ResultSet row) throws SQLException;
    }

    /** @return the number of rows that were inserted, changed or deleted */
    static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    /** Updates with each of the values, in one batch. Does nothing without values, because HSQLDB refuses an empty batch. */
    static void updateEach(Connection connection, String sql, List<Object[]> values) throws SQLException {
        if (values.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Object[] one : values) {
                bind(statement, one);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** The converted first row; empty if there is none or the function returns null. */
    static <T> Optional<T> first(Connection connection, RowFunction<T> function, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.ofNullable(function.apply(row)) : Optional.empty();
            }
        }
    }

    static boolean exists(Connection connection, String sql, Object... values) throws SQLException {
        return first(connection, row -> true, sql, values).isPresent();
    }

    static <T> List<T> all(Connection connection, RowFunction<T> function, String sql, Object... values)
            throws SQLException {
        List<T> all = new ArrayList<>();
        visit(connection, row -> all.add(function.apply(row)), sql, values);
        return all;
    }

    static void visit(Connection connection, RowVisitor visitor, String sql, Object... values) throws SQLException {
        visit(ALL, connection, visitor, sql, values);
    }

    /** @param most the highest number of rows requested from the database */
    static void visit(int most, Connection connection, RowVisitor visitor, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setMaxRows(most);
            statement.setFetchSize(most == ALL ? ROWS : Math.min(ROWS, most));
            bind(statement, values);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    visitor.see(row);
                }
            }
        }
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
