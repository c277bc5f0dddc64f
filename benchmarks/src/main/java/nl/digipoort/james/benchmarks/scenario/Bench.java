// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import nl.digipoort.james.benchmarks.client.Account;
import nl.digipoort.james.benchmarks.client.Pop3Client;
import nl.digipoort.james.benchmarks.client.Script;
import nl.digipoort.james.benchmarks.client.SessionResult;
import nl.digipoort.james.benchmarks.measure.Load;
import nl.digipoort.james.benchmarks.measure.Sample;
import nl.digipoort.james.benchmarks.peer.Peer;

/** A running server, and what the scenarios need to measure it. */
public record Bench(Peer peer, Plan plan, Pop3Client client, Consumer<String> log) {
    private static final long LONGEST_MINUTES = 30;

    Script login(Account account) {
        return Script.login(account, peer.authentication());
    }

    Load load(List<Account> accounts, Function<Account, Script> script) {
        return Load.start(client, peer.pop3(), accounts, script, peer.process());
    }

    /** Plays one session alone. */
    SessionResult play(Account account, Script script)
            throws ExecutionException, InterruptedException, TimeoutException {
        return client.play(peer.pop3(), account, script).get(LONGEST_MINUTES, TimeUnit.MINUTES);
    }

    Phase phase(String scenario, int size, List<Sample> samples) {
        return new Phase(scenario, size, new ArrayList<>(samples));
    }

    Sample tell(String scenario, int size, Sample sample) {
        String figures = sample.figures().entrySet().stream().map(Bench::text).collect(Collectors.joining(" "));
        String failures = sample.failures().isEmpty() ? "" : " FAILURES " + sample.failures();
        log.accept(peer.name() + " " + scenario + " " + size + ": " + figures + " " + sample.cipherSuite() + failures);
        return sample;
    }

    private static String text(Map.Entry<String, Double> figure) {
        return figure.getKey() + "=" + String.format(Locale.ROOT, "%.3f", figure.getValue());
    }
}
