// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Values of some or all limits. Immutable. */
public final class AccountLimitValues {
    public static final AccountLimitValues EMPTY = new AccountLimitValues(Map.of());

    private final Map<AccountLimit, Long> values;

    /** Values from elsewhere, without a check; copied. */
    AccountLimitValues(Map<AccountLimit, Long> values) {
        Map<AccountLimit, Long> copy = new EnumMap<>(AccountLimit.class);
        copy.putAll(values);
        this.values = Collections.unmodifiableMap(copy);
    }

    /** @throws IllegalArgumentException if a value is not allowed */
    public static AccountLimitValues of(Map<AccountLimit, Long> values) {
        values.forEach((limit, value) -> {
            if (!limit.allows(value)) {
                throw new IllegalArgumentException(limit.key() + " is " + value + "; allowed: " + limit.allowed());
            }
        });
        return new AccountLimitValues(values);
    }

    /**
     * Values as read from a store. Skips limits and values that this version does not know.
     *
     * @param stored the values by the keys of their limits
     */
    public static AccountLimitValues stored(Map<String, Long> stored) {
        Map<AccountLimit, Long> known = new HashMap<>();
        stored.forEach((key, value) ->
                AccountLimit.of(key).filter(limit -> limit.allows(value)).ifPresent(limit -> known.put(limit, value)));
        return new AccountLimitValues(known);
    }

    /** The value of a limit; empty if there is none here. */
    public Optional<Long> find(AccountLimit limit) {
        return Optional.ofNullable(values.get(limit));
    }

    /** These values, and the others for limits that have none here. */
    public AccountLimitValues over(AccountLimitValues others) {
        Map<AccountLimit, Long> all = new HashMap<>(others.values);
        all.putAll(values);
        return new AccountLimitValues(all);
    }

    /** The values of the limits that our stores keep. */
    public AccountLimitValues ours() {
        Map<AccountLimit, Long> some = new HashMap<>(values);
        some.keySet().removeIf(AccountLimit::isOfJames);
        return new AccountLimitValues(some);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The values by limit, in the order of the limits. */
    public Map<AccountLimit, Long> asMap() {
        return values;
    }

    /** The values by the keys of their limits. */
    public Map<String, Long> byKey() {
        return values.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(entry -> entry.getKey().key(), Map.Entry::getValue));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccountLimitValues && values.equals(((AccountLimitValues) other).values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The form in the audit trail: {@code loginDelay=60}, separated by commas. */
    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey().key() + "=" + entry.getKey().text(entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
