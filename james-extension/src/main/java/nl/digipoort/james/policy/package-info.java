// SPDX-License-Identifier: Apache-2.0
/**
 * The account policy: by which mechanisms, until when, over which TLS and with which certificate an account may log in; for all accounts and
 * with exceptions by account. The values are here; the login applies them. Begin with {@link nl.digipoort.james.policy.AccountPolicies};
 * the stores implement {@link nl.digipoort.james.policy.AccountPolicyStore}.
 */
package nl.digipoort.james.policy;
