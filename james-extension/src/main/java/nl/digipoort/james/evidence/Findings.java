// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** Passes findings on as they are made, at most so many of a kind, and counts all. Not thread-safe. */
final class Findings {
    static final long MOST_OF_A_KIND = 100;

    private final Consumer<Finding> receiver;
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

    Findings(Consumer<Finding> receiver) {
        this.receiver = receiver;
    }

    void add(Kind kind, Place place, String text) {
        if (counts.merge(kind, 1L, Long::sum) <= MOST_OF_A_KIND) {
            receiver.accept(new Finding(kind, place, text));
        }
    }

    /** How many there are of each kind, also of those that were not passed on. */
    Map<Kind, Long> counts() {
        return counts;
    }

    /** How many there are without the notes. */
    long count() {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().isFinding())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
