// SPDX-License-Identifier: Apache-2.0
/**
 * The stores of a James that keeps everything in memory. They are also the reference for the other stores, and the shortest to read.
 * Nothing survives a restart. Locks are also kept here if the database runs in the same process (ADR 26). Begin with
 * {@link nl.digipoort.james.stores.memory.MemoryMaildropLocks}.
 */
package nl.digipoort.james.stores.memory;
