// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened last, the same thing once with its number. If there are too many, the one that has not happened for the longest time is
 * dropped. Thread-safe.
 */
final class Latest<T extends Latest.Entry<T>> {
    private final int most;
    private final Map<String, T> latestLast = new LinkedHashMap<>();
    private long forgotten;

    Latest(int most) {
        this.most = most;
    }

    synchronized void add(T entry) {
        T before = latestLast.remove(entry.key());
        latestLast.put(entry.key(), before == null ? entry : entry.after(before));
        if (latestLast.size() > most) {
            latestLast.remove(latestLast.keySet().iterator().next());
            forgotten++;
        }
    }

    /** The latest first. */
    synchronized List<T> all() {
        List<T> all = new ArrayList<>(latestLast.values());
        Collections.reverse(all);
        return all;
    }

    synchronized long forgotten() {
        return forgotten;
    }

    /** An immutable entry. */
    interface Entry<T> {
        /** What is the same thing. */
        String key();

        /** This entry, counted after an earlier one of the same thing. */
        T after(T before);
    }
}
