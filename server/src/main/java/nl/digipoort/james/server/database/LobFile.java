// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hsqldb.jdbc.JDBCBlobClient;
import org.hsqldb.jdbc.JDBCClobClient;

/**
 * The file of the large objects against their catalogue, which HSQLDB keeps apart from it. HSQLDB makes a file that is missing anew, and
 * would serve zeros for contents that lie where a shortened file grows again.
 */
final class LobFile {
    private static final String IN_USE = " FROM SYSTEM_LOBS.LOBS L JOIN SYSTEM_LOBS.LOB_IDS I ON I.LOB_ID = L.LOB_ID"
            + " WHERE I.LOB_USAGE_COUNT > 0";
    private static final String END = "SELECT MAX(CAST(L.BLOCK_ADDR AS BIGINT) + L.BLOCK_COUNT)" + IN_USE;
    private static final String BEYOND =
            "SELECT DISTINCT L.LOB_ID" + IN_USE + " AND CAST(L.BLOCK_ADDR AS BIGINT) + L.BLOCK_COUNT > ";
    private static final String COLUMNS = "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME FROM INFORMATION_SCHEMA.COLUMNS"
            + " WHERE DATA_TYPE IN ('BINARY LARGE OBJECT', 'CHARACTER LARGE OBJECT')"
            + " AND TABLE_SCHEMA NOT IN ('INFORMATION_SCHEMA', 'SYSTEM_LOBS', 'DEFINITION_SCHEMA')";

    private final Path file;
    private final int block;
    private final Connection connection;

    /** @param block the octets of one block */
    LobFile(Path file, int block, Connection connection) {
        this.file = file;
        this.block = block;
        this.connection = connection;
    }

    /** How many octets the contents that are in use need. */
    long needed() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(END)) {
            row.next();
            return row.getLong(1) * block;
        }
    }

    long length() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /**
     * Removes the rows whose contents are not in the file.
     *
     * @return the table of each, and the row without its large objects
     */
    List<String> removeRowsWithoutContent() throws SQLException, IOException {
        Set<Long> lost = lost();
        List<String> removed = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET DATABASE REFERENTIAL INTEGRITY FALSE");
            for (Column column : columns()) {
                removed.addAll(remove(column, lost));
            }
            statement.execute("SET DATABASE REFERENTIAL INTEGRITY TRUE");
        }
        return removed;
    }

    private Set<Long> lost() throws SQLException, IOException {
        Set<Long> lost = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(BEYOND + length() / block)) {
            while (row.next()) {
                lost.add(row.getLong(1));
            }
        }
        return lost;
    }

    private List<Column> columns() throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(COLUMNS)) {
            while (row.next()) {
                columns.add(new Column(
                        "\"" + row.getString(1) + "\".\"" + row.getString(2) + "\"",
                        row.getString(2),
                        row.getString(3)));
            }
        }
        return columns;
    }

    private List<String> remove(Column column, Set<Long> lost) throws SQLException {
        List<String> removed = new ArrayList<>();
        try (Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE);
                ResultSet row = statement.executeQuery("SELECT * FROM " + column.table())) {
            while (row.next()) {
                if (lost.contains(id(row.getObject(column.name())))) {
                    removed.add(column.shortTable() + " " + keys(row));
                    row.deleteRow();
                }
            }
        }
        return removed;
    }

    private static long id(Object content) {
        if (content instanceof JDBCBlobClient blob) {
            return blob.getBlob().getId();
        }
        return content instanceof JDBCClobClient clob ? clob.getClob().getId() : 0;
    }

    /** The numbers of the row: the keys of James's tables are numbers, and no content of a mail is one. */
    private static String keys(ResultSet row) throws SQLException {
        List<String> keys = new ArrayList<>();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            Object value = row.getObject(column);
            if (value instanceof Number) {
                keys.add(row.getMetaData().getColumnName(column) + "=" + value);
            }
        }
        return String.join(" ", keys);
    }

    /** A column of large objects. */
    private record Column(String table, String shortTable, String name) {}
}
