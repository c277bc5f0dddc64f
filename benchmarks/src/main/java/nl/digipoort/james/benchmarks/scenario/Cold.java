// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scenario;

import java.util.List;
import nl.digipoort.james.benchmarks.client.Script;
import nl.digipoort.james.benchmarks.measure.Load;
import nl.digipoort.james.benchmarks.measure.Sample;
import nl.digipoort.james.benchmarks.peer.Maildrop;
import nl.digipoort.james.benchmarks.peer.Peer;

/** Logins from the first moment after the server's start: what clients experience after a restart. Comes first. */
final class Cold implements Scenario {
    private static final int CLIENTS = 16;

    @Override
    public String name() {
        return "cold";
    }

    @Override
    public List<Maildrop> maildrops(Peer peer, Plan plan) {
        return Sessions.maildrops(CLIENTS);
    }

    @Override
    public List<Phase> run(Bench bench) throws Exception {
        try (Load load = bench.load(Sessions.accounts(CLIENTS), account -> script(bench.login(account)))) {
            Sample sample = load.measure(bench.plan().cold());
            return List.of(bench.phase(name(), CLIENTS, List.of(bench.tell(name(), CLIENTS, sample))));
        }
    }

    private static Script script(Script login) {
        return login.line("STAT").quit();
    }
}
