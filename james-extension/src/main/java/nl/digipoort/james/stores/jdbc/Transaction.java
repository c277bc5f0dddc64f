// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits work, or rolls it back if anything is thrown. */
final class Transaction {
    private static final Logger LOGGER = LoggerFactory.getLogger(Transaction.class);

    private Transaction() {}

    /** @param connection one that does not commit by itself */
    static <T> T run(Connection connection, SqlWork<T> work) throws SQLException {
        boolean committed = false;
        try {
            T result = work.run(connection);
            connection.commit();
            committed = true;
            return result;
        } finally {
            if (!committed) {
                rollback(connection);
            }
        }
    }

    /** Ignores a failure: the original exception is thrown, and the pool drops a connection that cannot be rolled back. */
    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOGGER.debug("A transaction could not be rolled back", e);
        }
    }
}
