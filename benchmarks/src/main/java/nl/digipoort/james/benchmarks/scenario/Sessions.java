// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import nl.digipoort.james.benchmarks.client.Account;
import nl.digipoort.james.benchmarks.client.Script;
import nl.digipoort.james.benchmarks.measure.Load;
import nl.digipoort.james.benchmarks.measure.Sample;
import nl.digipoort.james.benchmarks.peer.Maildrop;
import nl.digipoort.james.benchmarks.peer.Peer;

/** Short sessions one after another, from as many clients at a time as the plan says, each with its own account. */
final class Sessions implements Scenario {
    private static final int MESSAGES = 10;
    private static final int OCTETS = 8192;

    private final String name;
    private final Function<Script, Script> commands;

    private Sessions(String name, Function<Script, Script> commands) {
        this.name = name;
        this.commands = commands;
    }

    /** connect, STLS, login, STAT, QUIT. */
    static Sessions login() {
        return new Sessions("login", login -> login.line("STAT").quit());
    }

    /** The same with LIST, UIDL and one RETR of 8 KB. */
    static Sessions whole() {
        return new Sessions("session", login -> login.line("STAT")
                .multiLine("LIST")
                .multiLine("UIDL")
                .retr(1, 1)
                .quit());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Maildrop> maildrops(Peer peer, Plan plan) {
        return maildrops(Collections.max(plan.clients()));
    }

    static List<Maildrop> maildrops(int clients) {
        return Accounts.maildrops(accounts(clients), MESSAGES, OCTETS);
    }

    static List<Account> accounts(int clients) {
        return Accounts.of("klant", clients);
    }

    @Override
    public List<Phase> run(Bench bench) throws Exception {
        List<Phase> phases = new ArrayList<>();
        Duration warmUp = bench.plan().warmUp();
        for (int clients : bench.plan().clients()) {
            phases.add(bench.phase(name, clients, run(bench, clients, warmUp)));
            warmUp = bench.plan().rewarm();
        }
        return phases;
    }

    private List<Sample> run(Bench bench, int clients, Duration warmUp) throws InterruptedException {
        List<Sample> samples = new ArrayList<>();
        try (Load load = bench.load(accounts(clients), account -> commands.apply(bench.login(account)))) {
            bench.tell(name + "-warm-up", clients, load.measure(warmUp));
            for (int i = 0; i < bench.plan().repetitions(); i++) {
                samples.add(bench.tell(name, clients, load.measure(bench.plan().measure())));
            }
        }
        return samples;
    }
}
