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

/** The messages that the database has for an account, whether the account exists or not. */
final class StoredMessages implements AutoCloseable {
    private static final String HALT = "LOCK TABLE JAMES_MAIL IN SHARE MODE";
    private static final String COUNT = "SELECT COUNT(*) FROM JAMES_MAIL WHERE MAILBOX_ID IN"
            + " (SELECT MAILBOX_ID FROM JAMES_MAILBOX WHERE USER_NAME = ?)";
    private static final String UNDEFINED_TABLE = "42P01";

    private final Connection connection;

    private StoredMessages(Connection connection) {
        this.connection = connection;
    }

    static StoredMessages in(TestPostgres postgres) throws SQLException {
        Connection connection = DriverManager.getConnection(postgres.url(), postgres.user(), "");
        connection.setAutoCommit(false);
        return new StoredMessages(connection);
    }

    /** Keeps all further messages out until this is closed, if the account has more than so many. */
    boolean halt(Account account, long more) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(HALT);
            if (count(account) > more) {
                return true;
            }
        } catch (SQLException e) {
            if (!UNDEFINED_TABLE.equals(e.getSQLState())) {
                throw e;
            }
        }
        connection.rollback();
        return false;
    }

    long count(Account account) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(COUNT)) {
            count.setString(1, account.user());
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
