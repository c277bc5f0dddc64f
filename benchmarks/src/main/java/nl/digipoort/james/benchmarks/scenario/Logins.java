// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scenario;

import java.time.Duration;
import java.util.List;
import nl.digipoort.james.benchmarks.measure.Load;
import nl.digipoort.james.benchmarks.measure.Sample;
import nl.digipoort.james.benchmarks.peer.Maildrop;

/** What {@code login} does, for a time: connect, STLS, login, STAT, QUIT by as many clients at a time. */
public record Logins(int clients) {
    public List<Maildrop> maildrops() {
        return Sessions.maildrops(clients);
    }

    public Sample measure(Bench bench, String scenario, Duration time) throws InterruptedException {
        try (Load load = load(bench)) {
            return bench.tell(scenario, clients, load.measure(time));
        }
    }

    private Load load(Bench bench) {
        return bench.load(
                Sessions.accounts(clients),
                account -> bench.login(account).line("STAT").quit());
    }
}
