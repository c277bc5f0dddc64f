// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.policy;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.james.core.Username;

/** All policies as last read, and those in force that follow from them. Immutable. */
final class KnownPolicies {
    private final StoredPolicies stored;
    private final AccountPolicy forAll;
    private final Map<Username, AccountPolicy> inForce = new HashMap<>();
    /** Every policy that some account has: few, even if many accounts have exceptions. */
    private final Set<AccountPolicy> different = new HashSet<>();

    KnownPolicies(StoredPolicies stored, AccountPolicy configured) {
        this.stored = stored;
        this.forAll = stored.forAll().over(configured);
        stored.exceptions().forEach((user, exception) -> inForce.put(user, exception.over(forAll)));
        different.add(forAll);
        different.addAll(inForce.values());
    }

    StoredPolicies stored() {
        return stored;
    }

    AccountPolicy forAll() {
        return forAll;
    }

    AccountPolicy of(Username user) {
        return inForce.getOrDefault(user, forAll);
    }

    boolean anybodyMayUse(LoginMechanism mechanism, LocalDate today) {
        return different.stream().anyMatch(policy -> policy.allows(mechanism, today));
    }

    boolean anybodyMayUse(ServableWays ways, LocalDate today) {
        return different.stream().anyMatch(policy -> ways.areAllowedBy(policy, today));
    }

    boolean anybodyNeedsClientCertificate() {
        return different.stream().anyMatch(AccountPolicy::needsClientCertificate);
    }
}
