// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digipoort.james.benchmarks.arrival.ArrivalRun;
import nl.digipoort.james.benchmarks.arrival.SmtpSource;
import nl.digipoort.james.benchmarks.arrival.WayIn;
import nl.digipoort.james.benchmarks.client.Pop3Client;
import nl.digipoort.james.benchmarks.floor.OpensslFloor;
import nl.digipoort.james.benchmarks.measure.Sample;
import nl.digipoort.james.benchmarks.peer.Certificate;
import nl.digipoort.james.benchmarks.peer.Peer;
import nl.digipoort.james.benchmarks.process.Scratch;
import nl.digipoort.james.benchmarks.report.Machine;
import nl.digipoort.james.benchmarks.report.Report;
import nl.digipoort.james.benchmarks.report.Results;
import nl.digipoort.james.benchmarks.report.ServerResult;
import nl.digipoort.james.benchmarks.scenario.Bench;
import nl.digipoort.james.benchmarks.scenario.Phase;
import nl.digipoort.james.benchmarks.scenario.Plan;
import nl.digipoort.james.benchmarks.scenario.Scenario;
import nl.digipoort.james.benchmarks.scenario.Scenarios;

/** One run: every server separately, with every scenario. */
final class BenchmarkRun {
    private final Options options;
    private final Plan plan;
    private final Console console;

    BenchmarkRun(Options options, Console console) {
        this.options = options;
        this.plan = Plans.from(options);
        this.console = console;
    }

    /** Runs the benchmark; true if every session succeeded. */
    boolean run() throws Exception {
        Path project = Path.of(options.text("--project", "."));
        Path kept = project.resolve("benchmarks/results/results.json");
        if (options.has("--report")) {
            new Report(Results.read(kept)).write(project);
            return true;
        }
        if (options.has("--scale")) {
            new ScaleCommand(project, console).run();
            return true;
        }
        if (options.has("--distributed")) {
            return new DistributedCommand(options, console).run();
        }
        if (options.has("--turns")) {
            return new Turns(options, plan, console).run();
        }
        Results results = measure();
        if (isWhole()) {
            results.write(kept);
            new Report(results).write(project);
        } else {
            results.write(project.resolve("benchmarks/target/results.json"));
        }
        return results.servers().stream()
                .flatMap(server -> server.phases().stream())
                .allMatch(phase -> phase.failures().isEmpty());
    }

    /** Only a complete run replaces the published results. */
    private boolean isWhole() {
        return !options.has("--only") && !options.has("--scenario") && !options.has("--quick");
    }

    private Results measure() throws Exception {
        String date = OffsetDateTime.now(Clock.systemUTC())
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
        Map<String, String> machine = Machine.describe();
        List<Scenario> scenarios = scenarios();
        Path scratch = Files.createTempDirectory("digipoort-bench");
        try (Pop3Client client = new Pop3Client()) {
            Certificate certificate = Certificate.make(scratch);
            Map<String, String> planned = new LinkedHashMap<>();
            List<ServerResult> servers = new ArrayList<>();
            Peers peers = new Peers(options, scratch, certificate);
            List<Peer> chosen = peers.chosen();
            if (!scenarios.isEmpty()) {
                planned.putAll(plan.describe());
                servers.addAll(sessions(peers, chosen, scenarios, scratch, certificate, client));
            }
            if (isChosen(ArrivalRun.NAME)) {
                planned.putAll(Plans.arrival(options).describe());
                servers = ServerResult.joined(servers, arrival(scratch, certificate, client));
            }
            return new Results(date, machine, options.toString(), planned, servers);
        } finally {
            Scratch.delete(scratch);
        }
    }

    private List<ServerResult> sessions(
            Peers peers,
            List<Peer> chosen,
            List<Scenario> scenarios,
            Path scratch,
            Certificate certificate,
            Pop3Client client)
            throws Exception {
        List<ServerResult> servers = new ArrayList<>();
        OpensslFloor floor = new OpensslFloor(scratch, certificate, plan.measure(), plan.repetitions(), console::line);
        if (peers.isChosen(OpensslFloor.NAME)) {
            servers.add(new ServerResult(OpensslFloor.NAME, "openssl s_server", floor.run()));
        }
        for (Peer peer : chosen) {
            List<Sample> beside = new ArrayList<>(floor.beside());
            List<Phase> phases = measure(peer, scenarios, client);
            beside.addAll(floor.beside());
            phases.add(new Phase(OpensslFloor.BESIDE, 1, beside));
            servers.add(new ServerResult(peer.name(), peer.version(), phases));
        }
        return servers;
    }

    private List<ServerResult> arrival(Path scratch, Certificate certificate, Pop3Client client) throws Exception {
        ArrivalPeers peers = new ArrivalPeers(options, scratch, certificate, client);
        Optional<SmtpSource> source = peers.smtpSource();
        if (source.isEmpty()) {
            console.line(ArrivalRun.NAME + ": left out, there is no smtp-source of Postfix");
            return List.of();
        }
        Path folder = Files.createDirectories(scratch.resolve(ArrivalRun.NAME));
        ArrivalRun run = new ArrivalRun(Plans.arrival(options), source.get(), folder, console::line);
        List<ServerResult> servers = new ArrayList<>();
        for (WayIn server : peers.chosen()) {
            List<Phase> phases = run.measure(server);
            if (!phases.isEmpty()) {
                servers.add(new ServerResult(server.name(), server.version(), phases));
            }
        }
        return servers;
    }

    private boolean isChosen(String scenario) {
        return options.texts("--scenario", List.of(scenario)).contains(scenario);
    }

    /** The scenarios with sessions. The arrival is not among them, because it needs its own servers. */
    private List<Scenario> scenarios() {
        List<String> names =
                new ArrayList<>(Scenarios.all().stream().map(Scenario::name).toList());
        names.add(ArrivalRun.NAME);
        List<String> chosen = options.texts("--scenario", names);
        for (String name : chosen) {
            if (!names.contains(name)) {
                throw new UsageException("--scenario " + name + " is none of " + names);
            }
        }
        return Scenarios.all().stream()
                .filter(scenario -> chosen.contains(scenario.name()))
                .toList();
    }

    private List<Phase> measure(Peer peer, List<Scenario> scenarios, Pop3Client client) throws Exception {
        console.line(peer.name() + ": filling and starting");
        List<Phase> phases = new ArrayList<>();
        try (peer) {
            peer.start(scenarios.stream()
                    .flatMap(scenario -> scenario.maildrops(peer, plan).stream())
                    .distinct()
                    .toList());
            console.line(peer.name() + ": process " + peer.process().pid() + ", POP3 on " + peer.pop3());
            for (Scenario scenario : scenarios) {
                phases.addAll(scenario.run(new Bench(peer, plan, client, console::line)));
            }
        }
        return phases;
    }
}
