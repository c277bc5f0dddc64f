// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import nl.digipoort.james.benchmarks.measure.Figure;
import nl.digipoort.james.benchmarks.scenario.Phase;

/** Finds figures in the results. A phase with failed sessions has no figures. */
public final class Measured {
    private final Results results;

    public Measured(Results results) {
        this.results = results;
    }

    /** The servers that were measured in this scenario, in the order of the run. */
    public List<String> servers(String scenario) {
        return results.servers().stream()
                .filter(server -> server.phases().stream()
                        .anyMatch(phase -> phase.scenario().equals(scenario)))
                .map(ServerResult::name)
                .toList();
    }

    /** The scenarios in the order of the run. */
    List<String> scenarios() {
        return results.servers().stream()
                .flatMap(server -> server.phases().stream())
                .map(Phase::scenario)
                .distinct()
                .toList();
    }

    /** The sizes at which a scenario was measured, in ascending order. */
    public List<Integer> sizes(String scenario) {
        return results.servers().stream()
                .flatMap(server -> server.phases().stream())
                .filter(phase -> phase.scenario().equals(scenario))
                .map(Phase::size)
                .distinct()
                .sorted()
                .toList();
    }

    Optional<Phase> phase(String server, String scenario, int size) {
        return phases(server)
                .filter(phase -> phase.scenario().equals(scenario) && phase.size() == size)
                .findFirst();
    }

    private Stream<Phase> phases(String server) {
        return results.servers().stream()
                .filter(one -> one.name().equals(server))
                .flatMap(one -> one.phases().stream());
    }

    public Optional<Statistic> find(String server, String scenario, int size, Figure figure) {
        return phase(server, scenario, size).flatMap(phase -> statistic(phase, figure));
    }

    /** The figure at the only size, or at the largest. */
    public Optional<Statistic> find(String server, String scenario, Figure figure) {
        return phases(server)
                .filter(phase -> phase.scenario().equals(scenario))
                .reduce((first, last) -> last)
                .flatMap(phase -> statistic(phase, figure));
    }

    public OptionalDouble median(String server, String scenario, int size, Figure figure) {
        return find(server, scenario, size, figure).stream()
                .mapToDouble(Statistic::median)
                .findFirst();
    }

    private static Optional<Statistic> statistic(Phase phase, Figure figure) {
        List<Double> values = phase.samples().stream()
                .map(sample -> sample.figure(figure))
                .filter(value -> !value.isNaN())
                .toList();
        return values.isEmpty() || !phase.failures().isEmpty() ? Optional.empty() : Optional.of(Statistic.of(values));
    }
}
