// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import nl.digipoort.james.activity.Use;
import nl.digipoort.james.activity.UseTimes;
import nl.digipoort.james.activity.Uses;

/**
 * Uses as the map of a row has them: the name of a use, and first time, last time and client address with a space between, times in
 * milliseconds. A use that a later version has written stays as it is.
 */
final class StoredUses {
    private StoredUses() {}

    static Uses parse(Map<String, String> stored) {
        Map<Use, UseTimes> times = new EnumMap<>(Use.class);
        stored.forEach((name, text) -> Use.of(name).ifPresent(use -> times.put(use, times(text))));
        return Uses.of(times);
    }

    /** What is stored, with these added. */
    static Map<String, String> add(Map<String, String> stored, Uses news) {
        Map<String, String> all = new HashMap<>(stored);
        parse(stored).and(news).asMap().forEach((use, times) -> all.put(use.text(), text(times)));
        return all;
    }

    /** Whether more is new than the end of a use by less than the resolution of the store. */
    static boolean isNews(Map<String, String> before, Map<String, String> after) {
        Map<Use, UseTimes> known = parse(before).asMap();
        return parse(after).asMap().entrySet().stream()
                .anyMatch(use ->
                        !known.containsKey(use.getKey()) || use.getValue().isNewsTo(known.get(use.getKey())));
    }

    private static UseTimes times(String text) {
        String[] parts = text.split(" ", 3);
        return UseTimes.of(time(parts[0]), time(parts[1]), parts[2]);
    }

    private static Instant time(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }

    private static String text(UseTimes times) {
        return times.first().toEpochMilli() + " " + times.last().toEpochMilli() + " " + times.client();
    }
}
