// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.mail.WaitingMaildrop;
import org.apache.james.core.Username;

/**
 * One row for each maildrop: the number of its last mail, and how many mails are held. Every delivery and every held mail takes a number
 * and locks the row until the commit. So the numbers are in the order of the commits.
 */
final class MaildropOrder {
    /** The unique constraint serves as an index on WAITING, to find the few maildrops with held mail. */
    static final Table TABLE = Table.of(
            "DIGIPOORT_MAILDROP",
            "MAILDROP VARCHAR(255) NOT NULL PRIMARY KEY, LAST_SEQUENCE BIGINT NOT NULL, WAITING BIGINT NOT NULL,"
                    + " UNIQUE (WAITING, MAILDROP)");

    private static final String INSERT =
            "INSERT INTO DIGIPOORT_MAILDROP (MAILDROP, LAST_SEQUENCE, WAITING) VALUES (?, 0, 0)";
    private static final String WAITING = "SELECT WAITING FROM DIGIPOORT_MAILDROP WHERE MAILDROP = ?";
    private static final String LAST = "SELECT LAST_SEQUENCE FROM DIGIPOORT_MAILDROP WHERE MAILDROP = ?";
    private static final String HOLD = "UPDATE DIGIPOORT_MAILDROP SET LAST_SEQUENCE = LAST_SEQUENCE + 1,"
            + " WAITING = WAITING + 1 WHERE MAILDROP = ?";
    private static final String PASS =
            "UPDATE DIGIPOORT_MAILDROP SET LAST_SEQUENCE = LAST_SEQUENCE + 1 WHERE MAILDROP = ? AND WAITING = 0";
    private static final String LEAVE = "UPDATE DIGIPOORT_MAILDROP SET WAITING = WAITING - 1 WHERE MAILDROP = ?";
    private static final String TOUCH =
            "UPDATE DIGIPOORT_MAILDROP SET LAST_SEQUENCE = LAST_SEQUENCE WHERE MAILDROP = ?";
    private static final String ALL_WAITING = "SELECT m.MAILDROP, m.WAITING, (SELECT h.HELD_AT FROM DIGIPOORT_HELD h"
            + " WHERE h.MAILDROP = m.MAILDROP ORDER BY h.SEQUENCE_NUMBER FETCH FIRST 1 ROWS ONLY)"
            + " FROM DIGIPOORT_MAILDROP m WHERE m.WAITING > 0";

    private MaildropOrder() {}

    /** Creates the row in its own transaction, because long transactions would block each other's inserts. */
    static void create(Username maildrop, Transactions database) {
        try {
            database.transact(connection -> Sql.update(connection, INSERT, maildrop.asString()));
        } catch (SQLException e) {
            if (!SqlStates.isConflict(e)) {
                throw new StoreUnavailableException("cannot note a maildrop in James's database", e);
            }
            // somebody else has created it
        }
    }

    /** How many mails are held for the maildrop; empty if it has no row. */
    static Optional<Long> waiting(Username maildrop, Connection connection) throws SQLException {
        return Sql.first(connection, row -> row.getLong(1), WAITING, maildrop.asString());
    }

    /** Takes a number for a mail that is held. The row must exist. */
    static long hold(Username maildrop, Connection connection) throws SQLException {
        Sql.update(connection, HOLD, maildrop.asString());
        return Sql.first(connection, row -> row.getLong(1), LAST, maildrop.asString())
                .orElseThrow(() -> new SQLException("the order row is not there"));
    }

    /** Takes a number for a mail that is not held. False if mail is held or there is no row. */
    static boolean pass(Username maildrop, Connection connection) throws SQLException {
        return Sql.update(connection, PASS, maildrop.asString()) > 0;
    }

    /** Subtracts a mail that is not held any more from the count. */
    static void leave(Username maildrop, Connection connection) throws SQLException {
        Sql.update(connection, LEAVE, maildrop.asString());
    }

    /** Waits for the transaction that has taken a number and not ended yet. */
    static void await(Username maildrop, Connection connection) throws SQLException {
        Sql.update(connection, TOUCH, maildrop.asString());
    }

    static List<WaitingMaildrop> allWaiting(Connection connection) throws SQLException {
        return Sql.all(
                connection,
                row -> WaitingMaildrop.of(Username.of(row.getString(1)), row.getLong(2), HeldRows.instant(row, 3)),
                ALL_WAITING);
    }
}
