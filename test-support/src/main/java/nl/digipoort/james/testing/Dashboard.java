// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** An exported Grafana dashboard: its panels and their Prometheus queries. Immutable. */
public final class Dashboard {
    private final JsonNode root;

    private Dashboard(JsonNode root) {
        this.root = root;
    }

    public static Dashboard read(Path file) throws IOException {
        return new Dashboard(new ObjectMapper().readTree(Files.readString(file)));
    }

    /** A text or number of the dashboard itself; empty if it is absent. */
    public String property(String name) {
        return root.path(name).asText();
    }

    /** The names of the variables, in order. */
    public List<String> variables() {
        return root.path("templating").path("list").findValuesAsText("name");
    }

    /** The metrics in the queries of the variables. */
    public Set<String> metricsOfVariables() {
        Set<String> metrics = new TreeSet<>();
        for (JsonNode variable : root.path("templating").path("list")) {
            String query = variable.path("definition").asText();
            if (query.startsWith("label_values(")) {
                String series = query.substring("label_values(".length(), query.lastIndexOf(','));
                metrics.addAll(PromQuery.metrics(series));
            }
        }
        return metrics;
    }

    /** The panels with content, without the rows. */
    public List<Panel> panels() {
        List<Panel> panels = new ArrayList<>();
        for (JsonNode panel : root.path("panels")) {
            if (!panel.path("type").asText().equals("row")) {
                panels.add(panel(panel));
            }
        }
        return panels;
    }

    /** The titles of the rows, in order. */
    public List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (JsonNode panel : root.path("panels")) {
            if (panel.path("type").asText().equals("row")) {
                rows.add(panel.path("title").asText());
            }
        }
        return rows;
    }

    /** All metrics in the queries of the panels and variables. */
    public Set<String> metrics() {
        Set<String> metrics = metricsOfVariables();
        panels().forEach(panel -> panel.targets().forEach(target -> metrics.addAll(PromQuery.metrics(target.query()))));
        return metrics;
    }

    private static Panel panel(JsonNode panel) {
        List<Target> targets = new ArrayList<>();
        panel.path("targets")
                .forEach(target -> targets.add(new Target(
                        target.path("refId").asText(),
                        target.path("expr").asText(),
                        target.path("datasource").path("uid").asText())));
        JsonNode place = panel.path("gridPos");
        return new Panel(
                panel.path("id").asInt(),
                panel.path("title").asText(),
                panel.path("description").asText(),
                panel.path("datasource").path("uid").asText(),
                panel.path("fieldConfig").path("defaults").path("unit").asText(),
                new Place(
                        place.path("x").asInt(-1),
                        place.path("y").asInt(-1),
                        place.path("w").asInt(),
                        place.path("h").asInt()),
                List.copyOf(targets));
    }

    /** One panel: its content and its place. */
    public record Panel(
            int id,
            String title,
            String description,
            String datasource,
            String unit,
            Place place,
            List<Target> targets) {}

    /** One query of a panel. */
    public record Target(String refId, String query, String datasource) {}

    /** The place of a panel, in cells; a row has 24. */
    public record Place(int x, int y, int width, int height) {
        public boolean overlaps(Place other) {
            return x < other.x + other.width
                    && other.x < x + width
                    && y < other.y + other.height
                    && other.y < y + height;
        }
    }
}
