// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import nl.digipoort.james.credential.AllowedSecrets;
import nl.digipoort.james.policy.AccountPolicies;
import nl.digipoort.james.policy.LoginMechanism;
import org.apache.james.core.Username;

/** Keeps for a user the secrets of the mechanisms that the user's policy allows. Thread-safe. */
final class SecretsByPolicy implements AllowedSecrets {
    private final AccountPolicies policies;

    SecretsByPolicy(AccountPolicies policies) {
        this.policies = policies;
    }

    @Override
    public boolean digests(Username user) {
        return policies.mayUse(user, LoginMechanism.DIGEST_MD5);
    }

    @Override
    public boolean scram(Username user) {
        return policies.mayUse(user, LoginMechanism.SCRAM_SHA_256)
                || policies.mayUse(user, LoginMechanism.SCRAM_SHA_256_PLUS);
    }
}
