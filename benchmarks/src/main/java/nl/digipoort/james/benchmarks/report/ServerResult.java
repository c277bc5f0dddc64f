// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nl.digipoort.james.benchmarks.scenario.Phase;

/** What one server gave. */
public record ServerResult(String name, String version, List<Phase> phases) {
    /** The first ones with the phases of the second ones behind theirs, and those that are new. */
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
