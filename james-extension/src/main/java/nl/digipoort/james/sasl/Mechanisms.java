// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The mechanisms that a service offers, in its order of preference. Immutable. */
public final class Mechanisms {
    private final List<Mechanism> offered;

    private Mechanisms(List<Mechanism> offered) {
        this.offered = offered;
    }

    /** @throws IllegalArgumentException if a mechanism appears twice */
    public static Mechanisms of(Collection<Mechanism> mechanisms) {
        List<String> names = mechanisms.stream().map(Mechanism::name).collect(Collectors.toList());
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("a SASL mechanism is repeated: " + names);
        }
        return new Mechanisms(List.copyOf(mechanisms));
    }

    /** The names that are offered. */
    public List<String> names() {
        return offered.stream().map(Mechanism::name).collect(Collectors.toUnmodifiableList());
    }

    /** The offered mechanism of that name, in any case (RFC 5034 section 4). */
    public Optional<Mechanism> find(String name) {
        return offered.stream()
                .filter(mechanism -> mechanism.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /**
     * These mechanisms and one more at the end.
     *
     * @throws IllegalArgumentException if it is among these already
     */
    public Mechanisms and(Mechanism more) {
        List<Mechanism> all = new ArrayList<>(offered);
        all.add(more);
        return of(all);
    }

    /**
     * The mechanisms with the given names, in the order of the names.
     *
     * @throws IllegalArgumentException if a name is not among these, or is repeated
     */
    public Mechanisms select(Collection<String> names) {
        List<Mechanism> selected = new ArrayList<>();
        for (String name : names) {
            selected.add(find(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "unknown SASL mechanism '" + name + "', allowed: " + names())));
        }
        return of(selected);
    }

    /** These mechanisms without those whose names the test refuses. */
    public Mechanisms filter(Predicate<String> test) {
        return new Mechanisms(offered.stream()
                .filter(mechanism -> test.test(mechanism.name()))
                .collect(Collectors.toUnmodifiableList()));
    }

    /** The mechanisms that do not show the password, for a connection without TLS (RFC 5034 section 4). */
    public Mechanisms withoutPasswords() {
        return new Mechanisms(offered.stream()
                .filter(mechanism -> mechanism.exposure() != Mechanism.Exposure.PASSWORD)
                .collect(Collectors.toUnmodifiableList()));
    }
}
