// SPDX-License-Identifier: Apache-2.0
/**
 * The AUTHORIZATION state: CAPA, STLS, USER, PASS and AUTH, the SASL exchange, and the result of proven or wrong credentials. The
 * mechanisms themselves are in {@link nl.digipoort.james.sasl}, their records in {@link nl.digipoort.james.credential}. All refusals of
 * credentials have the same words. Begin with {@link nl.digipoort.james.pop3.authorization.Logins} and {@link
 * nl.digipoort.james.pop3.authorization.AuthCommand}.
 */
package nl.digipoort.james.pop3.authorization;
