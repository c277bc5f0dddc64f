package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.HeldMail;
import nl.digipoort.james.mail.IncomingMail;
import org.apache.james.core.Username;

/** One row for each mail and maildrop that it is held for. The content is in {@link HeldContents}. */
final class HeldRows {
    static final Table TABLE = Table.of(
            "DIGIPOORT_HELD",
            "MAILDROP VARCHAR(255) NOT NULL, SEQUENCE_NUMBER BIGINT NOT NULL, NAME VARCHAR(255) NOT NULL,"
                    + " CONTENT_ID VARCHAR(36) NOT NULL, OCTETS BIGINT NOT NULL, TRACE " + Table.OCTETS + " NOT NULL,"
                    + " HELD_AT TIMESTAMP WITH TIME ZONE NOT NULL, MAY_COME_AGAIN BOOLEAN NOT NULL,"
                    + " PRIMARY KEY (MAILDROP, SEQUENCE_NUMBER)");

    private static final String INSERT = "INSERT INTO DIGIPOORT_HELD (MAILDROP, SEQUENCE_NUMBER, NAME, CONTENT_ID,"
            + " OCTETS, TRACE, MAY_COME_AGAIN, HELD_AT) VALUES (?, ?, ?, ?, ?, ?, ?, CURRENT_TIMESTAMP)";
    private static final String SELECT = "SELECT SEQUENCE_NUMBER, NAME, CONTENT_ID, OCTETS, TRACE, HELD_AT"
            + " FROM DIGIPOORT_HELD WHERE MAILDROP = ?";
    private static final String NEXT = SELECT + " ORDER BY SEQUENCE_NUMBER LIMIT ?";
    private static final String FIND = SELECT + " AND SEQUENCE_NUMBER = ?";
    private static final String KEY = " WHERE MAILDROP = ? AND SEQUENCE_NUMBER = ?";
    private static final String MAY_COME_AGAIN = "SELECT MAY_COME_AGAIN FROM DIGIPOORT_HELD" + KEY;
    private static final String DELETE = "DELETE FROM DIGIPOORT_HELD" + KEY;

    private HeldRows() {}

    static void insert(
            long sequence, IncomingMail mail, Addressee addressee, String contentId, long octets, Connection connection)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, addressee.maildrop().asString());
            insert.setLong(2, sequence);
            insert.setString(3, mail.name());
            insert.setString(4, contentId);
            insert.setLong(5, octets);
            insert.setBytes(6, addressee.trace());
            insert.setBoolean(7, mail.mayComeAgain());
            insert.executeUpdate();
        }
    }

    static List<HeldMail> next(Username maildrop, int most, Connection connection) throws SQLException {
        return select(NEXT, maildrop, most, connection);
    }

    static Optional<HeldMail> find(Username maildrop, long sequence, Connection connection) throws SQLException {
        return select(FIND, maildrop, sequence, connection).stream().findFirst();
    }

    private static List<HeldMail> select(String sql, Username maildrop, long second, Connection connection)
            throws SQLException {
        List<HeldMail> mails = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, maildrop.asString());
            select.setLong(2, second);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    mails.add(HeldMail.of(
                            maildrop,
                            row.getLong(1),
                            row.getString(2),
                            row.getString(3),
                            row.getLong(4),
                            row.getBytes(5),
                            instant(row, 6)));
                }
            }
        }
        return mails;
    }

    /** Whether its queue may hand the mail out again; empty if the mail is not held any more. */
    static Optional<Boolean> mayComeAgain(HeldMail mail, Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(MAY_COME_AGAIN)) {
            setKey(select, mail);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getBoolean(1)) : Optional.empty();
            }
        }
    }

    /**
     * Takes the mail away: its row, its place in the count of the maildrop, and its content if nobody else waits for it.
     *
     * @return false if it was not there any more
     */
    static boolean remove(HeldMail mail, Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            setKey(delete, mail);
            if (delete.executeUpdate() == 0) {
                return false;
            }
        }
        MaildropOrder.leave(mail.maildrop(), connection);
        HeldContents.release(mail.contentId(), connection);
        return true;
    }

    private static void setKey(PreparedStatement statement, HeldMail mail) throws SQLException {
        statement.setString(1, mail.maildrop().asString());
        statement.setLong(2, mail.sequence());
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
