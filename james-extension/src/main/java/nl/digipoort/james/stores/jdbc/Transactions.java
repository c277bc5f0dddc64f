// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.SQLException;

/** Runs work in the database that James uses. */
public interface Transactions {
    /**
     * Runs the work in its own transaction and commits it. Rolls back if anything is thrown.
     *
     * @throws SQLException thrown by the work, or if there is no connection, or the commit fails
     */
    <T> T transact(SqlWork<T> work) throws SQLException;

    /**
     * Runs work whose statements commit by themselves, each within a few seconds or not at all. So nobody waits for a node that was cut
     * off between a statement and its commit.
     *
     * @throws SQLException thrown by the work, or if there is no connection
     */
    <T> T statements(SqlWork<T> work) throws SQLException;
}
