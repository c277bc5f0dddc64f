// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import java.util.EnumMap;
import java.util.Map;
import org.apache.james.core.Username;

/** All limits as last read, and the values that follow from them. Immutable. */
final class KnownAccountLimits {
    private final StoredAccountLimits stored;
    private final AccountLimitValues forAll;
    private final Map<AccountLimit, Long> strictest = new EnumMap<>(AccountLimit.class);

    KnownAccountLimits(StoredAccountLimits stored, AccountLimitValues configured) {
        this.stored = stored;
        this.forAll = stored.forAll().over(configured);
        strictest.putAll(forAll.asMap());
        stored.exceptions().values().forEach(exceptions -> exceptions.asMap().forEach(this::makeStricter));
    }

    private void makeStricter(AccountLimit limit, long value) {
        strictest.merge(limit, value, (one, other) -> limit.isStricter(one, other) ? one : other);
    }

    StoredAccountLimits stored() {
        return stored;
    }

    AccountLimitValues forAll() {
        return forAll;
    }

    AccountLimitValues exceptionsOf(Username user) {
        return stored.exceptions().getOrDefault(user, AccountLimitValues.EMPTY);
    }

    /** The strictest value in force for any account. */
    long strictest(AccountLimit limit) {
        return strictest.get(limit);
    }
}
