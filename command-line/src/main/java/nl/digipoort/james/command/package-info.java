// SPDX-License-Identifier: Apache-2.0
/**
 * The commands for operators, in a jar of their own that starts fast and has nothing of James. Here is the table of commands and the entry
 * point; the commands are in the packages below, which never see this one. Begin with {@link nl.digipoort.james.command.CommandName}.
 */
package nl.digipoort.james.command;
