// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digipoort.james.benchmarks.floor.OpensslFloor;
import nl.digipoort.james.benchmarks.measure.Figure;
import nl.digipoort.james.benchmarks.scenario.Phase;

/** Writes docs/operate/benchmarks.md and its plots from the results and from a person's notes. */
public final class Report {
    static final String OWN = "digipoort";

    private static final List<Plot> PLOTS = List.of(
            new Plot(
                    "login-cpu",
                    "login",
                    Figure.CPU_MILLIS_PER_SESSION,
                    "Login: server CPU per session, ms (less is better)"),
            new Plot("login-rate", "login", Figure.SESSIONS_PER_SECOND, "Login: sessions/s (more is better)"),
            new Plot(
                    "login-cold",
                    "cold",
                    Figure.CPU_MILLIS_PER_SESSION,
                    "Login, cold: server CPU per session, ms (less is better)"),
            new Plot(
                    "session-cpu",
                    "session",
                    Figure.CPU_MILLIS_PER_SESSION,
                    "Whole session: server CPU, ms (less is better)"),
            new Plot("retr-cpu", "retr", Figure.CPU_SECONDS_PER_GB, "RETR: server CPU, s per GB (less is better)"),
            new Plot("retr-rate", "retr", Figure.MB_PER_SECOND, "RETR: MB/s, one client (more is better)"),
            new Plot("idle-memory", "idle", Figure.LIVE_KIB_PER_SESSION, "Idle session: KiB (less is better)"),
            new Plot(
                    "maildrop-stat",
                    "maildrop",
                    Figure.STAT_MILLIS,
                    "Large maildrop: connect to STAT, ms (less is better)"),
            new Plot("maildrop-list", "maildrop", Figure.LIST_MILLIS, "Large maildrop: LIST, ms (less is better)"),
            new Plot(
                    "arrival-cpu",
                    "arrival-8k",
                    Figure.CPU_MILLIS_PER_MESSAGE,
                    "Arrival of 8 KB: server CPU per message, ms (less is better)"),
            new Plot(
                    "arrival-rate",
                    "arrival-8k",
                    Figure.VISIBLE_PER_SECOND,
                    "Arrival of 8 KB: visible messages/s (more is better)"));

    private final Results results;
    private final Measured measured;
    private final StringBuilder text = new StringBuilder();

    private record Plot(String file, String scenario, Figure figure, String title) {}

    private record Column(String head, Figure figure) {}

    public Report(Results results) {
        this.results = results;
        this.measured = new Measured(results);
    }

    /** @param project the folder with docs/ and benchmarks/ */
    public void write(Path project) throws IOException {
        Path plots = Files.createDirectories(project.resolve("docs/operate/benchmarks"));
        for (Plot plot : PLOTS) {
            List<BarChart.Bar> bars = bars(plot);
            if (!bars.isEmpty()) {
                Files.writeString(plots.resolve(plot.file() + ".svg"), new BarChart(plot.title(), bars).svg());
            }
        }
        Files.writeString(
                project.resolve("docs/operate/benchmarks.md"),
                markdown(Files.readString(project.resolve("benchmarks/notes.md"))));
    }

    /** @param notes comments on the figures, in Markdown; inserted unchanged after the targets */
    String markdown(String notes) {
        paragraph("# Benchmarks");
        paragraph(
                "Written by `benchmarks/run` out of `benchmarks/results/results.json` and `benchmarks/notes.md`; change those, not this."
                        + " How it is measured and why so: [ADR 24](../develop/adr/0024-how-it-is-measured.md);"
                        + " how to repeat it: [benchmarks/README.md](../../benchmarks/README.md).");
        paragraph(
                "Medians, with the least and the greatest repetition in brackets. CPU is user and system time of the server's whole"
                        + " process tree. Every session has a new TLS 1.3 handshake with the same RSA-2048 certificate.");
        failures();
        paragraph("## Targets");
        paragraph(Targets.table(measured).text().stripTrailing());
        paragraph(notes.strip());
        logins("login", "Login", "connect, STLS, AUTH DIGEST-MD5 (stock James: USER and PASS), STAT, QUIT");
        plot("login-cpu", "login-rate");
        logins("cold", "Login, cold", "the same, from the first moment after the start");
        plot("login-cold");
        logins("session", "Whole session", "LIST, UIDL and RETR of 8 KB besides");
        plot("session-cpu");
        retr();
        plot("retr-cpu", "retr-rate");
        maildrops();
        plot("maildrop-stat", "maildrop-list");
        idle();
        plot("idle-memory");
        new ArrivalTables(measured).paragraphs().forEach(this::paragraph);
        plot("arrival-cpu", "arrival-rate");
        run();
        return text.toString();
    }

    private void paragraph(String paragraph) {
        if (!text.isEmpty()) {
            text.append('\n');
        }
        text.append(paragraph).append('\n');
    }

    private void failures() {
        Table table = new Table("Server", "Scenario", "What the client saw, and how often");
        boolean any = false;
        for (ServerResult server : results.servers()) {
            for (Phase phase : server.phases()) {
                Map<String, Integer> failures = phase.failures();
                if (!failures.isEmpty()) {
                    any = true;
                    table.row(server.name(), phase.scenario() + ", " + phase.size(), failures.toString());
                }
            }
        }
        if (any) {
            paragraph("**Sessions failed. These phases are no measurements and are left out below.**");
            paragraph(table.text().stripTrailing());
        }
    }

    private void logins(String scenario, String title, String what) {
        paragraph("## " + title);
        paragraph(what + ".");
        Table table = new Table(
                "Server",
                "Clients",
                "Sessions/s",
                "CPU, ms",
                "Floor, ms",
                "CPU, of the floor",
                "p50, ms",
                "p99, ms",
                "RSS, MiB");
        for (String server : measured.servers(scenario)) {
            Optional<Statistic> floor = floor(server);
            for (int clients : measured.sizes(scenario)) {
                Optional<Statistic> cpu = measured.find(server, scenario, clients, Figure.CPU_MILLIS_PER_SESSION);
                table.row(
                        server,
                        Integer.toString(clients),
                        cell(server, scenario, clients, Figure.SESSIONS_PER_SECOND),
                        cpu.map(Statistic::text).orElse(Table.NONE),
                        floor.map(Statistic::text).orElse(Table.NONE),
                        Statistic.ratio(cpu, floor).orElse(Table.NONE),
                        cell(server, scenario, clients, Figure.P50_MILLIS),
                        cell(server, scenario, clients, Figure.P99_MILLIS),
                        cell(server, scenario, clients, Figure.RSS_MIB));
            }
        }
        paragraph(table.text().stripTrailing());
        paragraph("The floor is one handshake of `openssl s_server`, measured directly before and after that server.");
    }

    /** The floor measured beside a server, or in results without it the floor of the whole run. */
    private Optional<Statistic> floor(String server) {
        return measured.find(server, OpensslFloor.BESIDE, Figure.CPU_MILLIS_PER_SESSION)
                .or(() -> measured.find(OpensslFloor.NAME, OpensslFloor.HANDSHAKE, Figure.CPU_MILLIS_PER_SESSION));
    }

    private void retr() {
        paragraph("## RETR of 31,048,713 octets");
        paragraph("One client, ten times in a session.");
        Optional<Statistic> floor = measured.find(OpensslFloor.NAME, OpensslFloor.BULK, Figure.CPU_SECONDS_PER_GB);
        Table table = new Table("Server", "MB/s", "CPU, s per GB", "CPU, of the floor", "RSS, MiB");
        for (String server : measured.servers("retr")) {
            Optional<Statistic> cpu = measured.find(server, "retr", Figure.CPU_SECONDS_PER_GB);
            table.row(
                    server,
                    cell(server, "retr", 1, Figure.MB_PER_SECOND),
                    cpu.map(Statistic::text).orElse(Table.NONE),
                    Statistic.ratio(cpu, floor).orElse(Table.NONE),
                    cell(server, "retr", 1, Figure.RSS_MIB));
        }
        paragraph(table.text().stripTrailing());
        floor.ifPresent(statistic -> paragraph("The floor is a file sent by `openssl s_server`: " + statistic.text()
                + " s per GB, at "
                + measured.find(OpensslFloor.NAME, OpensslFloor.BULK, Figure.MB_PER_SECOND)
                        .map(Statistic::text)
                        .orElse(Table.NONE)
                + " MB/s."));
    }

    private void maildrops() {
        paragraph("## Large maildrops");
        paragraph(
                "One client, messages of 1 KB, in ms. STAT is from connect to its answer. First: nobody has looked into the maildrop before.");
        List<Column> columns = List.of(
                new Column("STAT", Figure.STAT_MILLIS),
                new Column("LIST", Figure.LIST_MILLIS),
                new Column("UIDL", Figure.UIDL_MILLIS),
                new Column("CPU, s", Figure.CPU_SECONDS));
        table("maildrop-first", "Messages, first", columns);
        table("maildrop", "Messages", columns);
        paragraph("DELE of all messages one by one, then QUIT, in ms:");
        table(
                "maildrop-deletion",
                "Messages",
                List.of(
                        new Column("DELE", Figure.DELE_MILLIS),
                        new Column("QUIT", Figure.QUIT_MILLIS),
                        new Column("CPU, s", Figure.CPU_SECONDS)));
    }

    private void idle() {
        paragraph("## Idle sessions");
        paragraph(
                "Authenticated TLS sessions, KiB for each of the second half of them. PSS counts a page that processes share once."
                        + " Live is PSS too, but of a Java heap only what lives in it: a heap that has been full once has room for"
                        + " many sessions, and its pages do not grow by them. What the kernel keeps for a socket is in none.");
        table(
                "idle",
                "Sessions",
                List.of(
                        new Column("live", Figure.LIVE_KIB_PER_SESSION),
                        new Column("PSS", Figure.PSS_KIB_PER_SESSION),
                        new Column("RSS", Figure.RSS_KIB_PER_SESSION),
                        new Column("all of the server, PSS, MiB", Figure.PSS_MIB)));
    }

    private void table(String scenario, String size, List<Column> columns) {
        List<String> head = new ArrayList<>(List.of("Server", size));
        columns.forEach(column -> head.add(column.head()));
        Table table = new Table(head.toArray(String[]::new));
        for (String server : measured.servers(scenario)) {
            for (int messages : measured.sizes(scenario)) {
                if (measured.phase(server, scenario, messages).isPresent()) {
                    List<String> cells = new ArrayList<>(List.of(server, Integer.toString(messages)));
                    columns.forEach(column -> cells.add(cell(server, scenario, messages, column.figure())));
                    table.row(cells);
                }
            }
        }
        paragraph(table.text().stripTrailing());
    }

    private String cell(String server, String scenario, int size, Figure figure) {
        return measured.find(server, scenario, size, figure)
                .map(Statistic::text)
                .orElse(Table.NONE);
    }

    private void plot(String... files) {
        for (String file : files) {
            Plot plot = PLOTS.stream()
                    .filter(one -> one.file().equals(file))
                    .findFirst()
                    .orElseThrow();
            if (!bars(plot).isEmpty()) {
                paragraph("![" + plot.title() + "](benchmarks/" + file + ".svg)");
            }
        }
    }

    private List<BarChart.Bar> bars(Plot plot) {
        List<BarChart.Bar> bars = new ArrayList<>();
        List<Integer> sizes = measured.sizes(plot.scenario());
        for (int size : sizes) {
            for (String server : measured.servers(plot.scenario())) {
                String label = sizes.size() > 1 ? server + ", " + size : server;
                measured.find(server, plot.scenario(), size, plot.figure())
                        .ifPresent(value -> bars.add(new BarChart.Bar(label, value, server.equals(OWN))));
            }
        }
        return bars;
    }

    private void run() {
        paragraph("## The run");
        Table servers = new Table("Server", "What", "TLS");
        results.servers().forEach(server -> servers.row(server.name(), server.version(), suites(server)));
        paragraph(servers.text().stripTrailing());
        Table run = new Table("", "");
        run.row("date", results.date());
        run.row("command", ("`benchmarks/run " + results.commandLine()).strip() + "`");
        results.machine().forEach(run::row);
        results.plan().forEach(run::row);
        paragraph(run.text().stripTrailing());
    }

    private static String suites(ServerResult server) {
        return String.join(
                ", ",
                server.phases().stream()
                        .flatMap(phase -> phase.samples().stream())
                        .map(sample -> sample.cipherSuite())
                        .filter(suite -> !suite.isEmpty())
                        .distinct()
                        .sorted()
                        .toList());
    }
}
