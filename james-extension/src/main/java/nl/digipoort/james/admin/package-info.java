// SPDX-License-Identifier: Apache-2.0
/**
 * What operators use: WebAdmin's routes, James's health checks, the console, and what the CLI and WebAdmin do to users and mailboxes. Spark
 * is used here and nowhere else. The work itself belongs in the packages below: a class here reads a request, asks one of them and writes
 * the answer. No secret may be in an answer. Begin with {@link nl.digipoort.james.admin.MaildropRoutes}.
 */
package nl.digipoort.james.admin;
