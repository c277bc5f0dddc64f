// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import java.util.HashMap;
import java.util.Map;
import nl.digipoort.james.limits.AccountLimitStore;
import nl.digipoort.james.limits.AccountLimitValues;
import nl.digipoort.james.limits.StoredAccountLimits;
import org.apache.james.core.Username;

/** Account limits in this JVM, for servers that also keep their users there. Thread-safe. */
public final class MemoryAccountLimitStore implements AccountLimitStore {
    private final Map<Username, AccountLimitValues> exceptions = new HashMap<>();
    private AccountLimitValues forAll = AccountLimitValues.EMPTY;

    @Override
    public synchronized StoredAccountLimits all() {
        return StoredAccountLimits.of(forAll, exceptions);
    }

    @Override
    public synchronized void setForAll(AccountLimitValues values) {
        forAll = values;
    }

    @Override
    public synchronized void setExceptions(Username user, AccountLimitValues values) {
        if (values.isEmpty()) {
            exceptions.remove(user);
        } else {
            exceptions.put(user, values);
        }
    }
}
