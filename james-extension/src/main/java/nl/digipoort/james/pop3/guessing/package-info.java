// SPDX-License-Identifier: Apache-2.0
/**
 * How long the answer to a login is delayed after failed ones. Only counts and times: no session, no credentials, no thread that waits.
 * Begin with {@link nl.digipoort.james.pop3.guessing.LoginThrottle}.
 */
package nl.digipoort.james.pop3.guessing;
