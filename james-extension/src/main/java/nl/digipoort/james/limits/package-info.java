// SPDX-License-Identifier: Apache-2.0
/**
 * The account limits: login delay, retention, largest message and quota, for all accounts and with exceptions by account. The values are
 * here; each feature applies them. Connection limits are not here: each protocol reads its own. Begin with
 * {@link nl.digipoort.james.limits.AccountLimits}; the stores implement {@link nl.digipoort.james.limits.AccountLimitStore}.
 */
package nl.digipoort.james.limits;
