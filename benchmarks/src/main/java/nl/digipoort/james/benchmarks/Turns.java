// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nl.digipoort.james.benchmarks.client.Pop3Client;
import nl.digipoort.james.benchmarks.measure.Figure;
import nl.digipoort.james.benchmarks.measure.Sample;
import nl.digipoort.james.benchmarks.peer.Certificate;
import nl.digipoort.james.benchmarks.peer.Dovecot;
import nl.digipoort.james.benchmarks.peer.RestartablePeer;
import nl.digipoort.james.benchmarks.process.ProcessTree;
import nl.digipoort.james.benchmarks.process.Scratch;
import nl.digipoort.james.benchmarks.process.Threads;
import nl.digipoort.james.benchmarks.report.Statistic;
import nl.digipoort.james.benchmarks.scenario.Bench;
import nl.digipoort.james.benchmarks.scenario.Logins;
import nl.digipoort.james.benchmarks.scenario.Plan;

/**
 * The logins of several servers, which take turns: what else a busy machine does meets all of them alike. First the cold ones, each server
 * alone after a start; then the warm ones, with all servers running.
 */
final class Turns {
    private final Options options;
    private final Plan plan;
    private final Console console;
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();

    Turns(Options options, Plan plan, Console console) {
        this.options = options;
        this.plan = plan;
        this.console = console;
    }

    /** Runs all turns and prints the medians; true if every session succeeded. */
    boolean run() throws Exception {
        Path scratch = Files.createTempDirectory("digipoort-bench");
        List<RestartablePeer> peers = new ArrayList<>();
        try (Pop3Client client = new Pop3Client()) {
            peers.addAll(new Peers(options, scratch, Certificate.make(scratch)).forTurns());
            List<Bench> benches = peers.stream()
                    .map(peer -> new Bench(peer, plan, client, console::line))
                    .toList();
            int turns = options.number("--turns", 1);
            Logins logins = new Logins(plan.clients().get(0));
            for (RestartablePeer peer : peers) {
                peer.start(logins.maildrops());
                peer.close();
            }
            for (int turn = 0; turn < turns && !plan.cold().isZero(); turn++) {
                cold(peers, benches, logins);
            }
            if (!plan.warmUp().isZero()) {
                warm(peers, benches, logins, turns);
            }
        } finally {
            peers.forEach(RestartablePeer::close);
            Scratch.delete(scratch);
        }
        samples.forEach(this::tell);
        return samples.values().stream().flatMap(List::stream).allMatch(sample -> sample.failures()
                .isEmpty());
    }

    private void cold(List<RestartablePeer> peers, List<Bench> benches, Logins logins) throws Exception {
        for (int i = 0; i < peers.size(); i++) {
            try (RestartablePeer peer = peers.get(i)) {
                peer.restart();
                measure("cold", benches.get(i), logins, plan.cold());
            }
        }
    }

    private void warm(List<RestartablePeer> peers, List<Bench> benches, Logins logins, int turns) throws Exception {
        for (int i = 0; i < peers.size(); i++) {
            peers.get(i).restart();
            console.line(
                    peers.get(i).name() + ": process " + peers.get(i).process().pid());
            if (!(peers.get(i) instanceof Dovecot)) {
                logins.measure(benches.get(i), "warm-up", plan.warmUp());
            }
        }
        for (int turn = 0; turn < turns; turn++) {
            for (Bench bench : benches) {
                measure("warm", bench, logins, plan.measure());
            }
        }
    }

    private void measure(String scenario, Bench bench, Logins logins, Duration time) throws InterruptedException {
        ProcessTree server = bench.peer().process();
        Map<String, Duration> threads = server.threads();
        Duration cpu = server.cpu();
        samples.computeIfAbsent(scenario + " " + bench.peer().name(), name -> new ArrayList<>())
                .add(logins.measure(bench, scenario, time));
        if (!(bench.peer() instanceof Dovecot)) {
            console.line(bench.peer().name() + " " + scenario + ": "
                    + Threads.shares(threads, server.threads(), server.cpu().minus(cpu)));
        }
    }

    private void tell(String name, List<Sample> measured) {
        Statistic cpu = Statistic.of(measured.stream()
                .map(sample -> sample.figure(Figure.CPU_MILLIS_PER_SESSION))
                .toList());
        console.line(name + ": " + cpu.text() + " ms of CPU a login");
    }
}
