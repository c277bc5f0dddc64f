// SPDX-License-Identifier: Apache-2.0
/**
 * Logins and octets of the last day, in memory, for the console. It is told of the same events as the audit trail. A restart begins it
 * anew, so nothing may be decided by it. Begin with {@link nl.digipoort.james.history.LoginHistory}.
 */
package nl.digipoort.james.history;
