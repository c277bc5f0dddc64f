package nl.digipoort.james.limits;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Values of some of the limits, or of all. Immutable. */
public final class LimitValues {
    public static final LimitValues EMPTY = new LimitValues(Map.of());

    private final Map<Limit, Long> values;

    private LimitValues(Map<Limit, Long> values) {
        this.values = values;
    }

    /** @throws IllegalArgumentException if one of them is not allowed */
    public static LimitValues of(Map<Limit, Long> values) {
        Map<Limit, Long> copy = new EnumMap<>(Limit.class);
        values.forEach((limit, value) -> {
            if (!limit.allows(value)) {
                throw new IllegalArgumentException(limit.key() + " is " + value + "; allowed: " + limit.allowed());
            }
            copy.put(limit, value);
        });
        return new LimitValues(Collections.unmodifiableMap(copy));
    }

    /**
     * As a store has them. Those of a version that knows more limits than this one, or other values, are passed over.
     *
     * @param stored by their keys
     */
    public static LimitValues stored(Map<String, Long> stored) {
        Map<Limit, Long> known = new EnumMap<>(Limit.class);
        stored.forEach((key, value) ->
                Limit.of(key).filter(limit -> limit.allows(value)).ifPresent(limit -> known.put(limit, value)));
        return new LimitValues(Collections.unmodifiableMap(known));
    }

    /** As somebody else keeps them, whatever they are. */
    static LimitValues known(Map<Limit, Long> values) {
        Map<Limit, Long> copy = new EnumMap<>(Limit.class);
        copy.putAll(values);
        return new LimitValues(Collections.unmodifiableMap(copy));
    }

    public Optional<Long> find(Limit limit) {
        return Optional.ofNullable(values.get(limit));
    }

    /** These, and the others where there are none. */
    public LimitValues over(LimitValues others) {
        Map<Limit, Long> all = new EnumMap<>(Limit.class);
        all.putAll(others.values);
        all.putAll(values);
        return new LimitValues(Collections.unmodifiableMap(all));
    }

    /** As many of them as we keep. */
    public LimitValues ours() {
        Map<Limit, Long> some = new EnumMap<>(Limit.class);
        some.putAll(values);
        some.keySet().removeIf(Limit::isOfJames);
        return new LimitValues(Collections.unmodifiableMap(some));
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** In the order of the limits. */
    public Map<Limit, Long> asMap() {
        return values;
    }

    /** By their keys. */
    public Map<String, Long> byKey() {
        return values.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(entry -> entry.getKey().key(), Map.Entry::getValue));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LimitValues && values.equals(((LimitValues) other).values);
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
