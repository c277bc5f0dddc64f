// SPDX-License-Identifier: Apache-2.0
/**
 * The stores in James's Cassandra. Its driver is used here and nowhere else. What must be decided by one node alone is a lightweight
 * transaction (ADR 16); no row is both written with and without one. The interfaces are in the packages that need them, each with a
 * contract of tests. Begin with {@link nl.digipoort.james.stores.cassandra.CassandraMaildropLocks} and
 * {@link nl.digipoort.james.stores.cassandra.Statements}.
 */
package nl.digipoort.james.stores.cassandra;
