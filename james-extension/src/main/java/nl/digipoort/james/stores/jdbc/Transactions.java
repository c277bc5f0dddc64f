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
     * The same for work that may take seconds, such as to write a large message. Only so much of it runs at one time that connections are
     * left for everything else.
     *
     * @throws SQLException thrown by the work, or if its turn does not come within minutes, or there is no connection, or the commit fails
     */
    <T> T transactAtLength(SqlWork<T> work) throws SQLException;

    /**
     * Runs work whose statements commit by themselves, each within a few seconds or not at all. So nobody waits for a node that was cut
     * off between a statement and its commit.
     *
     * @throws SQLException thrown by the work, or if there is no connection
     */
    <T> T statements(SqlWork<T> work) throws SQLException;

    /**
     * Runs a single query, of a few rows, which needs no transaction: without one the database need not be asked to end it, which is a round trip.
     *
     * @throws SQLException thrown by the work, or if there is no connection
     */
    <T> T query(SqlWork<T> work) throws SQLException;
}
