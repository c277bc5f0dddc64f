// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nl.digipoort.james.benchmarks.client.Account;
import nl.digipoort.james.benchmarks.measure.Figure;
import nl.digipoort.james.benchmarks.measure.Sample;
import nl.digipoort.james.benchmarks.process.Memory;

/**
 * One batch: a number of messages from each of some senders, from the first connection until all are visible; then they are deleted. After
 * a failure they are not deleted, and the server must not be measured further.
 */
final class Batch {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final double GIGA = 1e9;
    private static final double MEBI = 1024.0 * 1024.0;

    private final WayIn server;
    private final SmtpSource source;
    private final List<Account> accounts;
    private final Size size;
    private final Path scratch;

    Batch(WayIn server, SmtpSource source, List<Account> accounts, Size size, Path scratch) {
        this.server = server;
        this.source = source;
        this.accounts = List.copyOf(accounts);
        this.size = size;
        this.scratch = scratch;
    }

    Sample run(int messagesEach) throws Exception {
        return run(messagesEach, () -> {});
    }

    /** @param whenVisible runs before the messages are deleted */
    Sample run(int messagesEach, Runnable whenVisible) throws Exception {
        Duration cpuBefore = cpu(server);
        long from = System.nanoTime();
        Senders senders = Senders.start(source, server, accounts, messagesEach, size, scratch);
        senders.await(LONGEST);
        long accepted = System.nanoTime() - from;
        Map<String, Integer> failures = new TreeMap<>(senders.failures());
        Look.Seen seen = new Look(server).await(senders.accepted(), from);
        long visible = System.nanoTime() - from;
        Duration cpu = cpu(server).minus(cpuBefore);
        Memory memory = memory(server);
        whenVisible.run();
        if (seen.missing() > 0) {
            failures.put("not visible", seen.missing());
        }
        if (!failures.isEmpty()) {
            return Sample.of(Map.of(), failures, "");
        }
        Duration lookCost = costOfLooks(seen.looks());
        server.empty(accounts);
        int messages = messagesEach * accounts.size();
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        figures.put(Figure.MESSAGES, (double) messages);
        figures.put(Figure.ACCEPTED_PER_SECOND, messages * GIGA / accepted);
        figures.put(Figure.VISIBLE_PER_SECOND, messages * GIGA / visible);
        figures.put(Figure.CPU_MILLIS_PER_MESSAGE, millis(cpu.minus(lookCost)) / messages);
        figures.put(Figure.LOOKS, (double) seen.looks());
        figures.put(Figure.RSS_MIB, memory.rss() / MEBI);
        return Sample.of(figures, failures, "");
    }

    /** The server is idle now, so repeating the same checks shows their cost. */
    private Duration costOfLooks(int looks) throws Exception {
        Duration before = cpu(server);
        for (int left = looks; left > 0; left -= accounts.size()) {
            Object unused = server.visible(accounts.subList(0, Math.min(left, accounts.size())));
        }
        return cpu(server).minus(before);
    }

    static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    static Duration cpu(WayIn server) {
        return server.processes().stream().map(tree -> tree.cpu()).reduce(Duration.ZERO, Duration::plus);
    }

    private static Memory memory(WayIn server) {
        return server.processes().stream().map(tree -> tree.memory()).reduce(new Memory(0, 0), Memory::plus);
    }
}
