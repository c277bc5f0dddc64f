// SPDX-License-Identifier: Apache-2.0
/**
 * What operators use: WebAdmin's routes, James's health checks, the console, and the effects of the CLI and WebAdmin on users and
 * mailboxes. Only this package uses Spark. The work itself belongs in the packages below: a class here reads a request, calls one of them
 * and writes the answer. No answer may contain a secret. Begin with {@link nl.digipoort.james.admin.MaildropRoutes}.
 */
package nl.digipoort.james.admin;
