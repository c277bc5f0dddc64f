// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.TestPostgres;

/** Locks the rows of an account's messages in a transaction until this is closed: a statement that deletes them waits. */
final class HeldRows implements AutoCloseable {
    private static final String MESSAGES_OF = "SELECT MAIL_UID FROM JAMES_MAIL WHERE MAILBOX_ID IN"
            + " (SELECT MAILBOX_ID FROM JAMES_MAILBOX WHERE USER_NAME = ?) FOR UPDATE";

    private final Connection transaction;

    private HeldRows(Connection transaction) {
        this.transaction = transaction;
    }

    static HeldRows ofMessages(TestPostgres postgres, Account account) throws SQLException {
        HeldRows held = new HeldRows(DriverManager.getConnection(postgres.url(), postgres.user(), ""));
        try {
            held.hold(account);
            return held;
        } catch (SQLException e) {
            held.close();
            throw e;
        }
    }

    private void hold(Account account) throws SQLException {
        transaction.setAutoCommit(false);
        try (PreparedStatement select = transaction.prepareStatement(MESSAGES_OF)) {
            select.setString(1, account.user());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException(account.user() + " has no messages");
                }
            }
        }
    }

    /** Whether a statement of another connection waits for them. */
    boolean areWaitedFor() throws SQLException {
        try (Statement statement = transaction.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM pg_locks"
                        + " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")) {
            row.next();
            return row.getInt(1) > 0;
        }
    }

    @Override
    public void close() throws SQLException {
        transaction.close();
    }
}
