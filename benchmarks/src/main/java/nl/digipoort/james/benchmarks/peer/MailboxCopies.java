// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import nl.digipoort.james.benchmarks.process.Scratch;

/**
 * Multiplies the one message of a maildrop in the database of a stopped embedded server. Copies James's rows, with the octets, which is
 * some hundred times faster than deliveries.
 */
final class MailboxCopies implements AutoCloseable {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final int BATCH = 500;
    private static final String UID = "MAIL_UID";
    private static final String PROPERTY = "PROPERTY_ID";

    private final Path place;
    private final Path work;
    private final Connection database;

    private MailboxCopies(Path place, Path work, Connection database) {
        this.place = place;
        this.work = work;
        this.database = database;
    }

    /**
     * Moves the database to a memory file system, if there is one: HSQLDB waits for the disk several times for each message.
     *
     * @param home of a server that has been started before, and is stopped
     */
    static MailboxCopies open(Path home) throws IOException, SQLException {
        Path place = home.resolve("var/database");
        Path work = Files.isWritable(MEMORY) ? Files.createTempDirectory(MEMORY, "digipoort-bench") : place;
        Scratch.copy(place, work);
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(home.resolve("conf/james-database.properties"))) {
            properties.load(in);
        }
        String url = properties
                .getProperty("database.url")
                .replace("${sys:working.directory}/var/database", work.toString());
        Connection database = DriverManager.getConnection(url, "SA", properties.getProperty("database.password"));
        database.setAutoCommit(false);
        return new MailboxCopies(place, work, database);
    }

    void multiply(List<Maildrop> maildrops) throws SQLException {
        for (Maildrop maildrop : maildrops) {
            if (maildrop.messages() > 1) {
                multiply(maildrop);
            }
        }
    }

    private void multiply(Maildrop maildrop) throws SQLException {
        String user = maildrop.account().user();
        long mailbox =
                number("SELECT MAILBOX_ID FROM JAMES_MAILBOX WHERE MAILBOX_NAME = 'INBOX' AND USER_NAME = ?", user);
        copy("JAMES_MAIL", mailbox, maildrop.messages());
        copy("JAMES_MAIL_PROPERTY", mailbox, maildrop.messages());
        update(
                "UPDATE JAMES_MAILBOX SET MAILBOX_LAST_UID = ?, MAILBOX_HIGHEST_MODSEQ = ? WHERE MAILBOX_ID = ?",
                maildrop.messages(),
                maildrop.messages(),
                mailbox);
        update(
                "UPDATE JAMES_QUOTA_CURRENTQUOTA SET CURRENTQUOTA_MESSAGECOUNT = ?, CURRENTQUOTA_SIZE = ?"
                        + " WHERE CURRENTQUOTA_QUOTAROOT LIKE ?",
                maildrop.messages(),
                (long) maildrop.messages() * maildrop.octets(),
                "%" + user + "%");
        database.commit();
    }

    /** Copies the rows of message 1 to messages 2 to last. */
    private void copy(String table, long mailbox, int last) throws SQLException {
        for (List<Column> row : rowsOfFirst(table, mailbox)) {
            insert(table, row, last);
        }
    }

    private List<List<Column>> rowsOfFirst(String table, long mailbox) throws SQLException {
        List<List<Column>> rows = new ArrayList<>();
        try (PreparedStatement select =
                database.prepareStatement("SELECT * FROM " + table + " WHERE MAILBOX_ID = ? AND MAIL_UID = 1")) {
            select.setLong(1, mailbox);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    rows.add(columns(found));
                }
            }
        }
        return rows;
    }

    private static List<Column> columns(ResultSet row) throws SQLException {
        ResultSetMetaData data = row.getMetaData();
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= data.getColumnCount(); i++) {
            Object value = row.getObject(i);
            if (value instanceof Blob blob) {
                value = blob.getBytes(1, (int) blob.length());
            }
            columns.add(new Column(data.getColumnName(i), value));
        }
        return columns;
    }

    private void insert(String table, List<Column> row, int last) throws SQLException {
        long property = table.equals("JAMES_MAIL_PROPERTY") ? takeIds(last) : 0;
        String sql = "INSERT INTO " + table + " ("
                + String.join(", ", row.stream().map(Column::name).toList()) + ") VALUES ("
                + String.join(", ", Collections.nCopies(row.size(), "?")) + ")";
        try (PreparedStatement insert = database.prepareStatement(sql)) {
            for (long uid = 2; uid <= last; uid++) {
                for (int i = 0; i < row.size(); i++) {
                    insert.setObject(i + 1, value(row.get(i), uid, property));
                }
                insert.addBatch();
                if (uid % BATCH == 0 || uid == last) {
                    insert.executeBatch();
                    database.commit();
                }
            }
        }
    }

    private static Object value(Column column, long uid, long property) {
        return switch (column.name()) {
            case UID, "MAIL_MODSEQ" -> uid;
            case PROPERTY -> property + uid;
            default -> column.value();
        };
    }

    /** Takes that many ids from OpenJPA's one sequence; returns the id before the first. */
    private long takeIds(int count) throws SQLException {
        long next;
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT MAX(SEQUENCE_VALUE) FROM OPENJPA_SEQUENCE_TABLE")) {
            row.next();
            next = row.getLong(1);
        }
        update("UPDATE OPENJPA_SEQUENCE_TABLE SET SEQUENCE_VALUE = SEQUENCE_VALUE + ?", count + 1);
        return next;
    }

    private long number(String sql, Object argument) throws SQLException {
        try (PreparedStatement select = database.prepareStatement(sql)) {
            select.setObject(1, argument);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("nothing for " + argument);
                }
                return row.getLong(1);
            }
        }
    }

    private void update(String sql, Object... arguments) throws SQLException {
        try (PreparedStatement update = database.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                update.setObject(i + 1, arguments[i]);
            }
            if (update.executeUpdate() == 0) {
                throw new SQLException("nothing to change by " + sql);
            }
        }
    }

    /** Shuts the database down and moves it back. */
    @Override
    public void close() throws IOException, SQLException {
        try (database;
                Statement statement = database.createStatement()) {
            database.commit();
            statement.execute("SHUTDOWN");
        }
        if (!work.equals(place)) {
            Scratch.delete(place);
            Scratch.copy(work, place);
            Scratch.delete(work);
        }
    }

    private record Column(String name, Object value) {}
}
