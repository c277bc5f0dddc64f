// SPDX-License-Identifier: Apache-2.0
/**
 * HSQLDB in this process: checkpoints and a clean close (ADR 2), and the guard against a damaged database and lost writes (ADR 48). Nothing
 * of James. Begin with {@link nl.digipoort.james.server.database.EmbeddedDatabase} and {@link
 * nl.digipoort.james.server.database.DatabaseGuard}.
 */
package nl.digipoort.james.server.database;
