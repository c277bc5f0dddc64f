// SPDX-License-Identifier: Apache-2.0
/**
 * The stores in James's Cassandra. The Cassandra driver is used only here. Decisions that only one node may make are lightweight
 * transactions (ADR 16); no row is written both with and without one. The interfaces are in the packages that use them, each with a
 * contract test. Begin with {@link nl.digipoort.james.stores.cassandra.CassandraMaildropLocks} and
 * {@link nl.digipoort.james.stores.cassandra.Statements}.
 */
package nl.digipoort.james.stores.cassandra;
