// SPDX-License-Identifier: Apache-2.0
/**
 * The commands that ask a server's WebAdmin, or have it do something. Each prints the server's JSON with {@code --json}, and a table otherwise.
 * Begin with {@link nl.digipoort.james.command.operate.StatusCommand}.
 */
package nl.digipoort.james.command.operate;
