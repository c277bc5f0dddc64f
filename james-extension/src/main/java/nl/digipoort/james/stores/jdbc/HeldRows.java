// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.HeldMail;
import nl.digipoort.james.mail.IncomingMail;
import org.apache.james.core.Username;

/** One row for each held mail and maildrop. The content is in {@link HeldContents}. */
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
        Sql.update(
                connection,
                INSERT,
                addressee.maildrop().asString(),
                sequence,
                mail.name(),
                contentId,
                octets,
                addressee.trace(),
                mail.mayComeAgain());
    }

    static List<HeldMail> next(Username maildrop, int most, Connection connection) throws SQLException {
        return Sql.all(connection, row -> mail(maildrop, row), NEXT, maildrop.asString(), most);
    }

    static Optional<HeldMail> find(Username maildrop, long sequence, Connection connection) throws SQLException {
        return Sql.first(connection, row -> mail(maildrop, row), FIND, maildrop.asString(), sequence);
    }

    private static HeldMail mail(Username maildrop, ResultSet row) throws SQLException {
        return HeldMail.of(
                maildrop,
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getBytes(5),
                instant(row, 6));
    }

    /** Whether the mail's queue may hand it out again; empty if the mail is not held any more. */
    static Optional<Boolean> mayComeAgain(HeldMail mail, Connection connection) throws SQLException {
        return Sql.first(
                connection,
                row -> row.getBoolean(1),
                MAY_COME_AGAIN,
                mail.maildrop().asString(),
                mail.sequence());
    }

    /**
     * Removes the mail: its row, its share in the maildrop's count, and its content if no other maildrop needs it.
     *
     * @return false if the mail was not held any more
     */
    static boolean remove(HeldMail mail, Connection connection) throws SQLException {
        if (Sql.update(connection, DELETE, mail.maildrop().asString(), mail.sequence()) == 0) {
            return false;
        }
        MaildropOrder.leave(mail.maildrop(), connection);
        HeldContents.release(mail.contentId(), connection);
        return true;
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
