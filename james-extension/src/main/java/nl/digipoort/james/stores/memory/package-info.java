// SPDX-License-Identifier: Apache-2.0
/**
 * The stores of a James that keeps all in memory, and the reference for the others: the shortest way to read what a store must do. Nothing
 * survives a restart. Locks also live here where the database is in the same process (ADR 26). Begin with
 * {@link nl.digipoort.james.stores.memory.MemoryMaildropLocks}.
 */
package nl.digipoort.james.stores.memory;
