// SPDX-License-Identifier: Apache-2.0
/**
 * HSQLDB in this process: checkpoints and a clean close (ADR 2). Nothing of James. Begin with {@link
 * nl.digipoort.james.server.database.EmbeddedDatabase}.
 */
package nl.digipoort.james.server.database;
