// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scenario;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import nl.digipoort.james.benchmarks.client.Account;
import nl.digipoort.james.benchmarks.client.OpenSession;
import nl.digipoort.james.benchmarks.measure.Figure;
import nl.digipoort.james.benchmarks.measure.Sample;
import nl.digipoort.james.benchmarks.peer.Maildrop;
import nl.digipoort.james.benchmarks.peer.Peer;
import nl.digipoort.james.benchmarks.process.Memory;

/**
 * Authenticated sessions that stay open and idle: the memory for each session of the second half. The first half covers what the server
 * creates on first use, and processes kept from earlier sessions.
 */
final class IdleSessions implements Scenario {
    private static final long LOGIN_SECONDS = 60;
    private static final double KIBI = 1024.0;
    private static final double MEBI = KIBI * KIBI;

    @Override
    public String name() {
        return "idle";
    }

    private static int sessions(Peer peer, Plan plan) {
        return Math.min(plan.idle(), peer.mostSessions());
    }

    @Override
    public List<Maildrop> maildrops(Peer peer, Plan plan) {
        return Accounts.maildrops(Accounts.of("stil", sessions(peer, plan)), 0, 0);
    }

    @Override
    public List<Phase> run(Bench bench) throws Exception {
        List<Account> accounts = Accounts.of("stil", sessions(bench.peer(), bench.plan()));
        int half = accounts.size() / 2;
        List<OpenSession> open = new ArrayList<>();
        try {
            open.addAll(open(bench, accounts.subList(0, half)));
            Memory liveBefore = bench.peer().liveMemory();
            Memory before = bench.peer().process().memory();
            open.addAll(open(bench, accounts.subList(half, accounts.size())));
            Memory after = bench.peer().process().memory();
            Memory live = bench.peer().liveMemory();
            int more = accounts.size() - half;
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            figures.put(Figure.RSS_KIB_PER_SESSION, (after.rss() - before.rss()) / KIBI / more);
            figures.put(Figure.PSS_KIB_PER_SESSION, (after.pss() - before.pss()) / KIBI / more);
            figures.put(Figure.LIVE_KIB_PER_SESSION, (live.pss() - liveBefore.pss()) / KIBI / more);
            figures.put(Figure.RSS_MIB, after.rss() / MEBI);
            figures.put(Figure.PSS_MIB, after.pss() / MEBI);
            Sample sample = Sample.of(figures, open.get(0).played().get().cipherSuite());
            return List.of(bench.phase(name(), accounts.size(), List.of(bench.tell(name(), accounts.size(), sample))));
        } finally {
            open.forEach(OpenSession::close);
        }
    }

    /** Opens one after another: many handshakes at once would add memory of their own. */
    private static List<OpenSession> open(Bench bench, List<Account> accounts) throws Exception {
        List<OpenSession> open = new ArrayList<>();
        for (Account account : accounts) {
            OpenSession session = bench.client().open(bench.peer().pop3(), account, bench.login(account));
            open.add(session);
            Object unused = session.played().get(LOGIN_SECONDS, TimeUnit.SECONDS);
        }
        return open;
    }
}
