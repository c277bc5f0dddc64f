// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import nl.digipoort.james.server.Distribution;
import nl.digipoort.james.testing.AlertRules;
import nl.digipoort.james.testing.Dashboard;
import nl.digipoort.james.testing.PromQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The dashboard and the alarms against a running server: they ask for what there is, and all of ours that there is is shown. */
@ExtendWith(SharedGateway.class)
class DashboardIT {
    private static final Path DOCS = Distribution.project().resolve("docs");
    /** What Prometheus says itself of each server. */
    private static final String UP = "up";
    /** Each collector has names of its own, and a server has one collector. */
    private static final Pattern COLLECTOR = Pattern.compile("jvm_gc_\\w+_time");
    /** Which are on no panel: their parts are, one by one. */
    private static final Set<String> LEFT_OUT = Set.of("digipoort_connection_refused_total");

    private final TestGateway gateway;

    DashboardIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void asksForMetricsThatAServerHasFromItsStart() throws Exception {
        Set<String> asked = new TreeSet<>(dashboard().metrics());
        for (AlertRules.Alert alert : AlertRules.read(DOCS.resolve("operate/prometheus/digipoort-alerts.yml"))) {
            asked.addAll(PromQuery.metrics(alert.query()));
        }
        asked.remove(UP);
        asked.removeIf(metric -> COLLECTOR.matcher(metric).matches());

        assertThat(asked).hasSizeGreaterThan(50);
        assertThat(samples()).containsAll(asked);
    }

    @Test
    void showsTheCollectorThatRuns() throws Exception {
        Set<String> running = samples().stream()
                .filter(sample -> COLLECTOR.matcher(sample).matches())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(running).isNotEmpty();
        assertThat(dashboard().metrics()).containsAll(running);
    }

    @Test
    void leavesOutNothingOfOursUnawares() throws Exception {
        Set<String> shown = dashboard().metrics();
        List<String> ours = samples().stream()
                .filter(sample -> sample.matches("(digipoort|pop3)_.*"))
                .filter(sample -> !shown.contains(sample))
                // the quantiles of a summary may be shown, or its count
                .filter(sample -> !shown.contains(sample + "_count"))
                .filter(sample -> !sample.endsWith("_count") || !shown.contains(sample.replaceFirst("_count$", "")))
                .toList();

        assertThat(ours).containsExactlyInAnyOrderElementsOf(LEFT_OUT);
    }

    private static Dashboard dashboard() throws Exception {
        return Dashboard.read(DOCS.resolve("operate/grafana/digipoort.json"));
    }

    /** The names that queries can ask for. */
    private Set<String> samples() throws Exception {
        return Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)[{ ]")
                .matcher(gateway.webAdmin().get("/metrics"))
                .results()
                .map((MatchResult result) -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
