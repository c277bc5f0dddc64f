// SPDX-License-Identifier: Apache-2.0
/**
 * The AUTHORIZATION state: CAPA, STLS, USER, PASS and AUTH, the SASL exchange, and what follows from proven or wrong credentials. The
 * mechanisms themselves are in {@link nl.digipoort.james.sasl}, their records in {@link nl.digipoort.james.credential}. Refusals of
 * credentials have the same words for everybody. Begin with {@link nl.digipoort.james.pop3.authorization.Logins} and
 * {@link nl.digipoort.james.pop3.authorization.AuthCommand}.
 */
package nl.digipoort.james.pop3.authorization;
