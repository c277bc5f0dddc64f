// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** What is done in one transaction. It may be run again from the start, and leaves the connection open. */
interface SqlWork<T> {
    T run(Connection connection) throws SQLException;
}
