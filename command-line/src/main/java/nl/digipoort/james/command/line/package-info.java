// SPDX-License-Identifier: Apache-2.0
/**
 * What every command is made of: its syntax, its parsed options, its output, and the two ways in which it fails. Nothing here knows a
 * particular command. Begin with {@link nl.digipoort.james.command.line.Command}.
 */
package nl.digipoort.james.command.line;
