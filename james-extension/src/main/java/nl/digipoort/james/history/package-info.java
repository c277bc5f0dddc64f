// SPDX-License-Identifier: Apache-2.0
/**
 * Logins and octets of the last day, in memory, for the console. This package receives each record of the audit trail. A restart clears it,
 * so nothing may be decided by it. Begin with {@link nl.digipoort.james.history.LoginHistory}.
 */
package nl.digipoort.james.history;
