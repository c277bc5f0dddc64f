// SPDX-License-Identifier: Apache-2.0
/**
 * The client of WebAdmin: where the server is, which token it takes, and what it answers. Begin with
 * {@link nl.digipoort.james.command.webadmin.WebAdmin}.
 */
package nl.digipoort.james.command.webadmin;
