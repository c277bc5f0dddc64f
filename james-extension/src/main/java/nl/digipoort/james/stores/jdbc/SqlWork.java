// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** The work of one transaction. It may run again from the start, and must leave the connection open. */
public interface SqlWork<T> {
    T run(Connection connection) throws SQLException;
}
