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

/**
 * Many small messages: the time from connect to the answer to STAT, and LIST and UIDL; then all messages of a small maildrop are deleted.
 */
final class LargeMaildrop implements Scenario {
    private static final int OCTETS = 1024;
    private static final int DELETED = 10_000;
    private static final int MOST_DELETIONS = 3;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    @Override
    public String name() {
        return "maildrop";
    }

    @Override
    public List<Maildrop> maildrops(Peer peer, Plan plan) {
        List<Maildrop> maildrops = new ArrayList<>();
        for (int messages : sizes(peer, plan)) {
            maildrops.add(new Maildrop(listed(messages), messages, OCTETS));
        }
        maildrops.addAll(Accounts.maildrops(deleted(plan), deletions(plan), OCTETS));
        return maildrops;
    }

    private static List<Integer> sizes(Peer peer, Plan plan) {
        return plan.maildrops().stream()
                .filter(messages -> messages <= peer.mostMessages())
                .toList();
    }

    private static Account listed(int messages) {
        return Accounts.of("vol" + messages);
    }

    private static List<Account> deleted(Plan plan) {
        return Accounts.of("leeg", Math.min(plan.repetitions(), MOST_DELETIONS));
    }

    /** As many as the smallest maildrop of the plan has, at most 10,000. */
    private static int deletions(Plan plan) {
        return plan.maildrops().stream().mapToInt(Integer::intValue).min().stream()
                .map(smallest -> Math.min(smallest, DELETED))
                .findFirst()
                .orElse(DELETED);
    }

    @Override
    public List<Phase> run(Bench bench) throws Exception {
        List<Phase> phases = new ArrayList<>();
        for (int messages : sizes(bench.peer(), bench.plan())) {
            phases.add(bench.phase(
                    name() + "-first",
                    messages,
                    List.of(bench.tell(name() + "-first", messages, list(bench, messages)))));
            long end = System.nanoTime() + bench.plan().rewarm().toNanos();
            while (System.nanoTime() < end) {
                Sample unused = list(bench, messages);
            }
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < bench.plan().repetitions(); i++) {
                samples.add(bench.tell(name(), messages, list(bench, messages)));
            }
            phases.add(bench.phase(name(), messages, samples));
        }
        phases.add(delete(bench));
        return phases;
    }

    private Sample list(Bench bench, int messages) throws Exception {
        Account account = listed(messages);
        Script script = bench.login(account)
                .line("STAT")
                .multiLine("LIST")
                .multiLine("UIDL")
                .quit();
        Duration before = bench.peer().process().cpu();
        SessionResult result = bench.play(account, script);
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        figures.put(Figure.STAT_MILLIS, result.nanosToStat() / NANOS_PER_MILLI);
        figures.put(Figure.LIST_MILLIS, millis(result, "LIST"));
        figures.put(Figure.UIDL_MILLIS, millis(result, "UIDL"));
        figures.put(Figure.CPU_SECONDS, seconds(bench.peer().process().cpu().minus(before)));
        return Sample.of(figures, result.cipherSuite());
    }

    private Phase delete(Bench bench) throws Exception {
        int messages = deletions(bench.plan());
        List<Sample> samples = new ArrayList<>();
        for (Account account : deleted(bench.plan())) {
            // the first login creates what the server caches of a maildrop
            SessionResult unused = bench.play(
                    account, bench.login(account).line("STAT").multiLine("LIST").quit());
            Duration before = bench.peer().process().cpu();
            SessionResult result =
                    bench.play(account, bench.login(account).dele(messages).quit());
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            figures.put(Figure.DELE_MILLIS, millis(result, "DELE"));
            figures.put(Figure.QUIT_MILLIS, millis(result, "QUIT"));
            figures.put(Figure.CPU_SECONDS, seconds(bench.peer().process().cpu().minus(before)));
            samples.add(bench.tell(name() + "-deletion", messages, Sample.of(figures, result.cipherSuite())));
        }
        return bench.phase(name() + "-deletion", messages, samples);
    }

    private static double millis(SessionResult result, String command) {
        return result.nanosByCommand().get(command) / NANOS_PER_MILLI;
    }

    private static double seconds(Duration cpu) {
        return cpu.toNanos() / NANOS_PER_SECOND;
    }
}
