// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.james.core.Username;

/**
 * Collects the rows of a store. A row that cannot be read closes its account, and none but that: it neither keeps the others from being read
 * nor allows anything. For one thread.
 */
public final class StoredPolicyRows {
    private static final String ALL = "all accounts";

    private AccountPolicy forAll = AccountPolicy.EMPTY;
    private final Map<Username, AccountPolicy> exceptions = new HashMap<>();
    private final Map<String, String> unreadable = new TreeMap<>();

    /** @param text the policy that was set for all accounts */
    public void forAll(String text) {
        forAll = read(ALL, text);
    }

    /** @param text the exception of that user */
    public void exception(String user, String text) {
        AccountPolicy policy = read(user, text);
        try {
            exceptions.put(Username.of(user), policy);
        } catch (IllegalArgumentException e) {
            unreadable.put(user, "no account can have that name");
        }
    }

    private AccountPolicy read(String owner, String text) {
        try {
            return AccountPolicyFormat.stored(text);
        } catch (IllegalArgumentException e) {
            unreadable.put(owner, e.getMessage());
            return AccountPolicy.CLOSED;
        }
    }

    public StoredPolicies policies() {
        return StoredPolicies.of(forAll, exceptions, unreadable);
    }
}
