// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.util.ArrayList;
import java.util.List;

/** What the parts of a check find, in the order in which they look. Not thread-safe. */
final class Findings {
    private final List<Finding> all = new ArrayList<>();

    /** In a file of {@code conf/}. */
    void add(String name, int line, String found, String wanted) {
        all.add(new Finding("conf/" + name, line, found, wanted));
    }

    void elsewhere(String file, String found, String wanted) {
        all.add(new Finding(file, 0, found, wanted));
    }

    List<Finding> all() {
        return List.copyOf(all);
    }
}
