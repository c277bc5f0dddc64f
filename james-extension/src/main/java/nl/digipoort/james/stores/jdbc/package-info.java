// SPDX-License-Identifier: Apache-2.0
/**
 * The stores in the database of James JPA, and the listing, reading, appending and deleting there; the stores in the PostgreSQL of James's
 * postgres-app, by {@link nl.digipoort.james.stores.jdbc.PostgresDatabase}. {@code java.sql} and JPA are used only
 * here, with SQL that HSQLDB, H2 and PostgreSQL all accept. The interfaces are in the packages that use them, each with a contract test.
 * Begin with {@link nl.digipoort.james.stores.jdbc.JdbcMaildropLocks} and {@link nl.digipoort.james.stores.jdbc.Table}.
 */
package nl.digipoort.james.stores.jdbc;
