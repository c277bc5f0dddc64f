// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nl.digipoort.james.benchmarks.client.Account;

/** Senders that run at the same time, one for each account. */
final class Senders {
    private final Map<Account, Sender> senders;

    private Senders(Map<Account, Sender> senders) {
        this.senders = senders;
    }

    /** @param scratch a folder for their output */
    static Senders start(SmtpSource source, WayIn to, List<Account> accounts, int messages, Size size, Path scratch)
            throws IOException {
        Map<Account, Sender> senders = new LinkedHashMap<>();
        for (Account account : accounts) {
            senders.put(account, source.start(to, account, messages, size, scratch.resolve(account.user())));
        }
        return new Senders(senders);
    }

    /** Waits until all have ended; those that still run after that time are stopped. */
    void await(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (Sender sender : senders.values()) {
            if (!sender.await(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
                sender.stop();
            }
        }
    }

    void stop() throws InterruptedException {
        for (Sender sender : senders.values()) {
            sender.stop();
        }
    }

    /** Messages that the server has accepted, for each account. */
    Map<Account, Integer> accepted() throws IOException {
        Map<Account, Integer> accepted = new LinkedHashMap<>();
        for (Map.Entry<Account, Sender> sender : senders.entrySet()) {
            accepted.put(sender.getKey(), sender.getValue().accepted());
        }
        return accepted;
    }

    /** The errors, and how often each occurred. */
    Map<String, Integer> failures() throws IOException {
        Map<String, Integer> failures = new TreeMap<>();
        for (Sender sender : senders.values()) {
            Optional<String> failure = sender.failure();
            failure.ifPresent(text -> failures.merge(text, 1, Integer::sum));
        }
        return failures;
    }
}
