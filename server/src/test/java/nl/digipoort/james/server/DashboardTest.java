// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import nl.digipoort.james.testing.AlertRules;
import nl.digipoort.james.testing.AlertRules.Alert;
import nl.digipoort.james.testing.Dashboard;
import nl.digipoort.james.testing.Dashboard.Panel;
import nl.digipoort.james.testing.Dashboard.Target;
import nl.digipoort.james.testing.PromQuery;
import org.junit.jupiter.api.Test;

/** The dashboard and the alarms as files: whole, fit for anybody's Grafana, and explained. That their metrics exist is DashboardIT's. */
class DashboardTest {
    private static final Path DOCS = Distribution.project().resolve("docs");
    private static final String OURS = "digipoort_";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|");
    private static final Pattern SELECTOR = Pattern.compile("\\{[^}]*}");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    private final Dashboard dashboard;
    private final List<Alert> alerts;

    DashboardTest() throws IOException {
        dashboard = Dashboard.read(DOCS.resolve("operate/grafana/digipoort.json"));
        alerts = AlertRules.read(DOCS.resolve("operate/prometheus/digipoort-alerts.yml"));
    }

    @Test
    void isForAnybodysGrafana() {
        assertThat(dashboard.property("uid")).isEqualTo("digipoort-pop3");
        assertThat(dashboard.property("id")).isIn("", "null");
        assertThat(dashboard.variables()).startsWith("datasource", "job", "instance");
        assertThat(dashboard.panels()).hasSizeGreaterThan(20).allSatisfy(panel -> {
            assertThat(panel.datasource()).isEqualTo("${datasource}");
            assertThat(panel.targets())
                    .isNotEmpty()
                    .extracting(Target::datasource)
                    .containsOnly("${datasource}");
            assertThat(panel.targets()).extracting(Target::refId).doesNotHaveDuplicates();
        });
    }

    /** A metric without these would show the servers of others too. */
    @Test
    void asksForTheChosenServersOnly() {
        assertThat(targets()).allSatisfy(target -> {
            assertThat(SELECTOR.matcher(target.query()).results()).isNotEmpty().allMatch(selector -> selector.group()
                    .contains("job=~\"$job\",instance=~\"$instance\"}"));
            assertThat(PromQuery.metrics(target.query())).isNotEmpty().allSatisfy(metric -> assertThat(target.query())
                    .doesNotContainPattern(metric + "(?![\\w:{])"));
        });
    }

    @Test
    void explainsEveryPanelAndGivesItsUnit() {
        assertThat(dashboard.rows()).doesNotHaveDuplicates().hasSizeGreaterThan(5);
        assertThat(dashboard.panels()).allSatisfy(panel -> {
            assertThat(panel.title()).isNotBlank();
            assertThat(panel.description()).as(panel.title()).hasSizeGreaterThan(20);
            assertThat(panel.unit()).as(panel.title()).isNotBlank();
        });
        assertThat(dashboard.panels()).extracting(Panel::title).doesNotHaveDuplicates();
        assertThat(dashboard.panels()).extracting(Panel::id).doesNotHaveDuplicates();
    }

    @Test
    void putsNoPanelOverAnother() {
        List<Panel> before = new ArrayList<>();
        for (Panel panel : dashboard.panels()) {
            assertThat(panel.place().x() + panel.place().width()).isBetween(1, 24);
            assertThat(panel.place().y()).isNotNegative();
            assertThat(before).as(panel.title()).noneMatch(other -> panel.place()
                    .overlaps(other.place()));
            before.add(panel);
        }
    }

    @Test
    void asksForDocumentedMetricsOnly() throws IOException {
        Set<String> asked = new TreeSet<>(dashboard.metrics());
        alerts.forEach(alert -> asked.addAll(PromQuery.metrics(alert.query())));
        asked.removeIf(metric -> !metric.startsWith(OURS));
        Set<String> documented = rowsOf(operations());

        assertThat(asked).hasSizeGreaterThan(40).allMatch(metric -> documented.contains(family(metric)));
    }

    @Test
    void everyAlarmSaysWhatItMeansAndWhatToDoAndWhereThatIsWritten() throws IOException {
        assertThat(alerts).hasSizeGreaterThan(10).allSatisfy(alert -> {
            assertThat(alert.name()).matches("Digipoort[A-Z][A-Za-z]+");
            assertThat(alert.labels().get("severity")).isIn("critical", "warning");
            assertThat(alert.duration()).matches("[0-9]+[smhd]");
            assertThat(alert.annotations()).containsOnlyKeys("summary", "description", "action", "runbook");
            assertThat(alert.annotations().values()).noneMatch(String::isBlank);
            String[] place = alert.annotations().get("runbook").split("#", 2);
            assertThat(place[0]).startsWith("docs/").endsWith(".md");
            assertThat(anchorsOf(Files.readString(Distribution.project().resolve(place[0]))))
                    .as(alert.name())
                    .contains(place[1]);
        });
        assertThat(alerts).extracting(Alert::name).doesNotHaveDuplicates();
    }

    @Test
    void everyAlarmIsInTheDocumentAndNoOther() throws IOException {
        Set<String> documented = rowsOf(operations());
        documented.removeIf(row -> !row.startsWith("Digipoort"));

        assertThat(documented)
                .isEqualTo(alerts.stream().map(Alert::name).collect(Collectors.toCollection(TreeSet::new)));
    }

    private List<Target> targets() {
        return dashboard.panels().stream()
                .flatMap(panel -> panel.targets().stream())
                .toList();
    }

    private static String operations() throws IOException {
        return Files.readString(DOCS.resolve("reference/operations.md"));
    }

    private static Set<String> rowsOf(String document) {
        return ROW.matcher(document).results().map(row -> row.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The metric that stands in the document: that of a summary has its count beside it. */
    private static String family(String metric) {
        return metric.endsWith("_count") ? metric.substring(0, metric.length() - "_count".length()) : metric;
    }

    /** As the usual renderers make them of headings. */
    private static Set<String> anchorsOf(String document) {
        return HEADING.matcher(document)
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
