// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import nl.digipoort.james.benchmarks.client.Account;
import nl.digipoort.james.benchmarks.client.Script;
import nl.digipoort.james.benchmarks.client.SessionResult;
import nl.digipoort.james.benchmarks.measure.Figure;
import nl.digipoort.james.benchmarks.measure.Sample;
import nl.digipoort.james.benchmarks.peer.Maildrop;
import nl.digipoort.james.benchmarks.peer.Peer;
import nl.digipoort.james.benchmarks.process.Memory;

/** One client fetches the large message of the interface document repeatedly. */
final class LargeMessage implements Scenario {
    private static final int OCTETS = 31_048_713;
    private static final int TIMES = 10;
    private static final Account ACCOUNT = Accounts.of("groot");
    private static final double MEGA = 1e6;
    private static final double GIGA = 1e9;
    private static final double MEBI = 1024.0 * 1024.0;

    @Override
    public String name() {
        return "retr";
    }

    @Override
    public List<Maildrop> maildrops(Peer peer, Plan plan) {
        return List.of(new Maildrop(ACCOUNT, 1, OCTETS));
    }

    @Override
    public List<Phase> run(Bench bench) throws Exception {
        long end = System.nanoTime() + bench.plan().warmUp().toNanos();
        Sample last;
        do {
            last = fetch(bench);
        } while (System.nanoTime() < end);
        Sample unused = bench.tell(name() + "-warm-up", 1, last);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < bench.plan().repetitions(); i++) {
            samples.add(bench.tell(name(), 1, fetch(bench)));
        }
        return List.of(bench.phase(name(), 1, samples));
    }

    /** The rate covers only the RETR commands; the processor time includes the login, which is a few thousandths of it. */
    private Sample fetch(Bench bench) throws Exception {
        Script script = bench.login(ACCOUNT);
        for (int i = 0; i < TIMES; i++) {
            script = script.retr(1, 1);
        }
        Duration before = bench.peer().process().cpu();
        SessionResult result = bench.play(ACCOUNT, script.quit());
        Duration cpu = bench.peer().process().cpu().minus(before);
        Memory memory = bench.peer().process().memory();
        return Sample.of(figures(result, cpu, memory), result.cipherSuite());
    }

    private static Map<Figure, Double> figures(SessionResult result, Duration cpu, Memory memory) {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        figures.put(
                Figure.MB_PER_SECOND,
                result.octets() / MEGA / (result.nanosByCommand().get("RETR") / GIGA));
        figures.put(Figure.CPU_SECONDS_PER_GB, (double) cpu.toNanos() / result.octets());
        figures.put(Figure.RSS_MIB, memory.rss() / MEBI);
        return figures;
    }
}
