// SPDX-License-Identifier: Apache-2.0
/**
 * What each account may: login delay, retention, largest message, quota; for all accounts, and exceptions by account. The values are here;
 * each feature applies them itself. Limits on connections are not here: each protocol reads its own. Begin with
 * {@link nl.digipoort.james.limits.AccountLimits}; the stores implement {@link nl.digipoort.james.limits.AccountLimitStore}.
 */
package nl.digipoort.james.limits;
