// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an account used from some time on. It still needs an old use if it used that and nothing stronger of the same family; if it used
 * something stronger too, it also uses the old one. Immutable.
 */
public final class UseWindow {
    private final Map<Use, UseTimes> times;

    private UseWindow(Map<Use, UseTimes> times) {
        this.times = times;
    }

    /** @param from the earliest last time that counts */
    public static UseWindow of(Uses uses, Instant from) {
        return new UseWindow(uses.asMap().entrySet().stream()
                .filter(entry -> !entry.getValue().last().isBefore(from))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    public Optional<Use> strongest(Use.Family family) {
        return of(family).max(Comparator.comparingInt(Use::strength));
    }

    public Optional<Use> weakest(Use.Family family) {
        return of(family).min(Comparator.comparingInt(Use::strength));
    }

    private Stream<Use> of(Use.Family family) {
        return times.keySet().stream().filter(use -> use.family() == family).sorted();
    }

    /** Without these no login of the account would have succeeded. */
    public List<OldUse> stillNeeds() {
        return olds(old -> uses(old) && !hasStrongerThan(old));
    }

    /** Without these some logins would have failed. */
    public List<OldUse> alsoUses() {
        return olds(old -> uses(old) && hasStrongerThan(old));
    }

    public boolean uses(OldUse old) {
        return times.keySet().stream().anyMatch(old::has);
    }

    public boolean uses(Use use) {
        return times.containsKey(use);
    }

    private boolean hasStrongerThan(OldUse old) {
        return times.keySet().stream().anyMatch(old::isWeakerThan);
    }

    private static List<OldUse> olds(Predicate<OldUse> condition) {
        return Arrays.stream(OldUse.values()).filter(condition).collect(Collectors.toUnmodifiableList());
    }
}
