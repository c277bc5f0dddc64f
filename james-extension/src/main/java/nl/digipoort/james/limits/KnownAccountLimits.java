// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import java.util.EnumMap;
import java.util.Map;
import org.apache.james.core.Username;

/** All limits as they were read last, and what follows for everybody. Immutable. */
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

    /** The value that leaves a client least, of all that are in force for anybody. */
    long strictest(AccountLimit limit) {
        return strictest.get(limit);
    }
}
