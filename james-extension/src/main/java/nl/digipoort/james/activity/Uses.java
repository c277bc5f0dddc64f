// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** How an account has logged in, and when: at most one entry for each {@link Use}. Immutable. */
public final class Uses {
    public static final Uses NONE = new Uses(Map.of());

    private final Map<Use, UseTimes> times;

    private Uses(Map<Use, UseTimes> times) {
        this.times = times;
    }

    /** One login. */
    public static Uses of(Set<Use> uses, Instant at, String client) {
        Map<Use, UseTimes> times = new EnumMap<>(Use.class);
        uses.forEach(use -> times.put(use, UseTimes.once(at, client)));
        return of(times);
    }

    public static Uses of(Map<Use, UseTimes> times) {
        return times.isEmpty() ? NONE : new Uses(new EnumMap<>(times));
    }

    public Uses and(Uses other) {
        Map<Use, UseTimes> both = new EnumMap<>(Use.class);
        both.putAll(times);
        other.times.forEach((use, more) -> both.merge(use, more, UseTimes::and));
        return of(both);
    }

    /** In the order of {@link Use}. */
    public Map<Use, UseTimes> asMap() {
        return Collections.unmodifiableMap(times);
    }

    public boolean isEmpty() {
        return times.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Uses && times.equals(((Uses) other).times);
    }

    @Override
    public int hashCode() {
        return times.hashCode();
    }

    @Override
    public String toString() {
        return times.toString();
    }
}
