// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which accounts logged in, and how. If there are too many, the one that was not seen for the longest time is dropped. Thread-safe. */
final class Sightings {
    private final int most;
    private final Map<String, Sighting> latestLast = new LinkedHashMap<>();
    private long forgotten;

    Sightings(int most) {
        this.most = most;
    }

    synchronized void add(Sighting sighting) {
        Sighting before = latestLast.remove(sighting.key());
        latestLast.put(sighting.key(), before == null ? sighting : sighting.after(before));
        if (latestLast.size() > most) {
            latestLast.remove(latestLast.keySet().iterator().next());
            forgotten++;
        }
    }

    /** The latest first. */
    synchronized List<Sighting> all() {
        List<Sighting> all = new ArrayList<>(latestLast.values());
        Collections.reverse(all);
        return all;
    }

    synchronized long forgotten() {
        return forgotten;
    }
}
