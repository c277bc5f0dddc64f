// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nl.digipoort.james.benchmarks.scenario.Phase;

/** The results of one server. */
public record ServerResult(String name, String version, List<Phase> phases) {
    /** Merges two lists: the phases of the second follow those of the first, and new servers come last. */
    public static List<ServerResult> joined(List<ServerResult> first, List<ServerResult> second) {
        Map<String, ServerResult> byName = new LinkedHashMap<>();
        Stream.concat(first.stream(), second.stream())
                .forEach(server -> byName.merge(server.name(), server, ServerResult::with));
        return new ArrayList<>(byName.values());
    }

    private ServerResult with(ServerResult other) {
        return new ServerResult(
                name,
                version,
                Stream.concat(phases.stream(), other.phases.stream()).toList());
    }
}
