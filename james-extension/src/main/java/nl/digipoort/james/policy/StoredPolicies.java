// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.policy;

import java.util.Map;
import org.apache.james.core.Username;

/** The policies that an operator has set through WebAdmin: for all accounts, and the exceptions. Immutable. */
public final class StoredPolicies {
    private final AccountPolicy forAll;
    private final Map<Username, AccountPolicy> exceptions;
    private final Map<String, String> unreadable;

    private StoredPolicies(
            AccountPolicy forAll, Map<Username, AccountPolicy> exceptions, Map<String, String> unreadable) {
        this.forAll = forAll;
        this.exceptions = exceptions;
        this.unreadable = unreadable;
    }

    public static StoredPolicies of(AccountPolicy forAll, Map<Username, AccountPolicy> exceptions) {
        return of(forAll, exceptions, Map.of());
    }

    static StoredPolicies of(
            AccountPolicy forAll, Map<Username, AccountPolicy> exceptions, Map<String, String> unreadable) {
        return new StoredPolicies(forAll, Map.copyOf(exceptions), Map.copyOf(unreadable));
    }

    /** Whose rows cannot be read, and why. */
    Map<String, String> unreadable() {
        return unreadable;
    }

    public AccountPolicy forAll() {
        return forAll;
    }

    public Map<Username, AccountPolicy> exceptions() {
        return exceptions;
    }
}
