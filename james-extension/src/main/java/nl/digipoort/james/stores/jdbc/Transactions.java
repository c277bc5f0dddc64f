// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.SQLException;

/** Runs work in transactions. */
interface Transactions {
    /**
     * Runs the work in its own transaction and commits it. Rolls back if anything is thrown.
     *
     * @throws SQLException thrown by the work, or if there is no connection, or the commit fails
     */
    <T> T transact(SqlWork<T> work) throws SQLException;
}
