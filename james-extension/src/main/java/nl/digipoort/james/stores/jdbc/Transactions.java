// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.SQLException;

/** Where work is done in transactions. */
interface Transactions {
    /**
     * Runs the work in a transaction of its own and commits it; rolls back when anything is thrown.
     *
     * @throws SQLException thrown by the work, or if no connection can be had, or the commit fails
     */
    <T> T transact(SqlWork<T> work) throws SQLException;
}
