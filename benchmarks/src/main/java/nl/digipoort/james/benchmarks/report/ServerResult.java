package nl.digipoort.james.benchmarks.report;

import java.util.List;
import nl.digipoort.james.benchmarks.scenario.Phase;

/** What one server gave. */
public record ServerResult(String name, String version, List<Phase> phases) {}
