// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The databases on which the statements of this package are tested. On another one they fail, or worse, mean something else. */
final class KnownDatabases {
    private static final String POSTGRES = "PostgreSQL";
    private static final List<String> PRODUCTS = List.of(POSTGRES, "HSQL Database Engine", "H2");

    private KnownDatabases() {}

    /** @throws UnknownDatabaseException naming the database that was found, and those that are allowed */
    static void require(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        if (!PRODUCTS.contains(product)) {
            throw new UnknownDatabaseException("James's database is " + product
                    + ", which is not supported: use PostgreSQL, HSQLDB or H2, in conf/james-database.properties"
                    + " (docs/start/drop-in.md)");
        }
    }

    static boolean isPostgres(Connection connection) throws SQLException {
        return POSTGRES.equals(connection.getMetaData().getDatabaseProductName());
    }
}
