// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.distributed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import nl.digipoort.james.benchmarks.client.Account;

/** Clients that each do one operation after another without a pause, for a time or until there is nothing left to do it with. */
final class ClosedLoop {
    /** A client's number decides which node it uses. */
    interface Operation {
        void run(int client, Account account) throws Exception;
    }

    /**
     * @param nanos of each operation that succeeded, in ascending order
     * @param failures how often, by their message
     */
    record Result(Duration elapsed, List<Long> nanos, Map<String, Integer> failures) {
        /** Nearest-rank percentile; NaN if nothing succeeded. */
        double percentileMillis(double share) {
            int rank = (int) Math.ceil(share * nanos.size());
            return nanos.isEmpty() ? Double.NaN : nanos.get(Math.max(rank, 1) - 1) / 1e6;
        }
    }

    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Supplier<Optional<Account>> accounts;
    private final Operation operation;

    private ClosedLoop(Supplier<Optional<Account>> accounts, Operation operation) {
        this.accounts = accounts;
        this.operation = operation;
    }

    static Result run(int clients, Duration atMost, Supplier<Optional<Account>> accounts, Operation operation)
            throws InterruptedException {
        ClosedLoop loop = new ClosedLoop(accounts, operation);
        long from = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            int client = i;
            Thread thread = new Thread(() -> loop.repeat(client, from + atMost.toNanos()), "client " + i);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return new Result(
                Duration.ofNanos(System.nanoTime() - from),
                loop.nanos.stream().sorted().toList(),
                Map.copyOf(loop.failures));
    }

    private void repeat(int client, long end) {
        for (Optional<Account> account = accounts.get();
                account.isPresent() && System.nanoTime() < end;
                account = accounts.get()) {
            long from = System.nanoTime();
            try {
                operation.run(client, account.get());
                nanos.add(System.nanoTime() - from);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Exception e) {
                failures.merge(String.valueOf(e.getMessage()), 1, Integer::sum);
            }
        }
    }
}
