// SPDX-License-Identifier: Apache-2.0
/**
 * The move of accounts and their mail from one server to another, through a folder: {@link nl.digipoort.james.move.ExportTool} writes it,
 * {@link nl.digipoort.james.move.ImportTool} reads it (docs/develop/adr/0061-moving-through-a-folder.md). Both run in a James without
 * listeners. No store and no protocol.
 */
package nl.digipoort.james.move;
