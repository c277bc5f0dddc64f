// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Values of some of the limits, or of all. Immutable. */
public final class AccountLimitValues {
    public static final AccountLimitValues EMPTY = new AccountLimitValues(Map.of());

    private final Map<AccountLimit, Long> values;

    private AccountLimitValues(Map<AccountLimit, Long> values) {
        this.values = values;
    }

    /** @throws IllegalArgumentException if one of them is not allowed */
    public static AccountLimitValues of(Map<AccountLimit, Long> values) {
        Map<AccountLimit, Long> copy = new EnumMap<>(AccountLimit.class);
        values.forEach((limit, value) -> {
            if (!limit.allows(value)) {
                throw new IllegalArgumentException(limit.key() + " is " + value + "; allowed: " + limit.allowed());
            }
            copy.put(limit, value);
        });
        return new AccountLimitValues(Collections.unmodifiableMap(copy));
    }

    /**
     * As a store has them. Those of a version that knows more limits than this one, or other values, are passed over.
     *
     * @param stored by their keys
     */
    public static AccountLimitValues stored(Map<String, Long> stored) {
        Map<AccountLimit, Long> known = new EnumMap<>(AccountLimit.class);
        stored.forEach((key, value) ->
                AccountLimit.of(key).filter(limit -> limit.allows(value)).ifPresent(limit -> known.put(limit, value)));
        return new AccountLimitValues(Collections.unmodifiableMap(known));
    }

    /** As somebody else keeps them, whatever they are. */
    static AccountLimitValues known(Map<AccountLimit, Long> values) {
        Map<AccountLimit, Long> copy = new EnumMap<>(AccountLimit.class);
        copy.putAll(values);
        return new AccountLimitValues(Collections.unmodifiableMap(copy));
    }

    public Optional<Long> find(AccountLimit limit) {
        return Optional.ofNullable(values.get(limit));
    }

    /** These, and the others where there are none. */
    public AccountLimitValues over(AccountLimitValues others) {
        Map<AccountLimit, Long> all = new EnumMap<>(AccountLimit.class);
        all.putAll(others.values);
        all.putAll(values);
        return new AccountLimitValues(Collections.unmodifiableMap(all));
    }

    /** As many of them as we keep. */
    public AccountLimitValues ours() {
        Map<AccountLimit, Long> some = new EnumMap<>(AccountLimit.class);
        some.putAll(values);
        some.keySet().removeIf(AccountLimit::isOfJames);
        return new AccountLimitValues(Collections.unmodifiableMap(some));
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** In the order of the limits. */
    public Map<AccountLimit, Long> asMap() {
        return values;
    }

    /** By their keys. */
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

    /** As the audit trail has them: {@code loginDelay=60}, by commas. */
    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey().key() + "=" + entry.getKey().text(entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
