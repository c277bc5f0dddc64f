// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.apache.james.core.Username;

/** When this node last wrote each use of the accounts that logged in last, to the minute: about 300 octets for each. Thread-safe. */
final class WrittenUses {
    /** The most accounts that are remembered. */
    static final int MOST = 50_000;

    private final Cache<String, Map<Use, Integer>> minutes =
            CacheBuilder.newBuilder().maximumSize(MOST).build();

    /** Whether all of them were written so lately that they need not be written again. */
    boolean has(Username user, Set<Use> uses, Instant now) {
        Map<Use, Integer> known = minutes.getIfPresent(user.asString());
        return known != null
                && uses.stream()
                        .allMatch(use -> known.containsKey(use)
                                && Math.abs(minute(now) - known.get(use)) < UseStore.RESOLUTION.toMinutes());
    }

    void put(Username user, Uses uses) {
        minutes.asMap().merge(user.asString(), minutes(uses), (before, news) -> {
            Map<Use, Integer> all = new EnumMap<>(before);
            all.putAll(news);
            return Map.copyOf(all);
        });
    }

    private static Map<Use, Integer> minutes(Uses uses) {
        Map<Use, Integer> minutes = new EnumMap<>(Use.class);
        uses.asMap().forEach((use, times) -> minutes.put(use, minute(times.last())));
        return Map.copyOf(minutes);
    }

    private static int minute(Instant time) {
        return Math.toIntExact(Duration.ofSeconds(time.getEpochSecond()).toMinutes());
    }

    void forget(Username user) {
        minutes.invalidate(user.asString());
    }
}
