// SPDX-License-Identifier: Apache-2.0
/**
 * {@code login-test}: a real POP3 dialogue up to the login, by each mechanism that the server offers, which fetches and deletes nothing. Begin
 * with {@link nl.digipoort.james.command.login.LoginTestCommand}.
 */
package nl.digipoort.james.command.login;
