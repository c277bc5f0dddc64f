// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.measure;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import nl.digipoort.james.benchmarks.client.Account;
import nl.digipoort.james.benchmarks.client.Pop3Client;
import nl.digipoort.james.benchmarks.client.Script;
import nl.digipoort.james.benchmarks.client.SessionResult;
import nl.digipoort.james.benchmarks.process.ProcessTree;

/**
 * A closed loop of clients, each with its own account: one session after another without a pause. Runs until it is closed; windows are
 * measured while it runs.
 */
public final class Load implements AutoCloseable {
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(200);
    private static final Duration END = Duration.ofMinutes(5);

    private final Pop3Client client;
    private final SocketAddress server;
    private final Function<Account, Script> script;
    private final ProcessTree process;
    private final AtomicInteger running;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean ending;
    private volatile Window window = new Window();

    private Load(
            Pop3Client client,
            SocketAddress server,
            Function<Account, Script> script,
            ProcessTree process,
            int clients) {
        this.client = client;
        this.server = server;
        this.script = script;
        this.process = process;
        this.running = new AtomicInteger(clients);
    }

    /** Starts one client for each account. */
    public static Load start(
            Pop3Client client,
            SocketAddress server,
            List<Account> accounts,
            Function<Account, Script> script,
            ProcessTree process) {
        Load load = new Load(client, server, script, process, accounts.size());
        accounts.forEach(load::next);
        return load;
    }

    private void next(Account account) {
        if (ending) {
            if (running.decrementAndGet() == 0) {
                ended.complete(null);
            }
            return;
        }
        CompletableFuture<SessionResult> played = client.play(server, account, script.apply(account));
        CompletableFuture<Void> unused = played.handle((result, failure) -> {
            if (failure == null) {
                window.add(result);
                next(account);
            } else {
                window.fail(failure);
                later().execute(() -> next(account));
            }
            return null;
        });
    }

    private static Executor later() {
        return CompletableFuture.delayedExecutor(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Measures the sessions from now on, for that time. */
    public Sample measure(Duration duration) throws InterruptedException {
        Window measured = new Window();
        Duration cpuBefore = process.cpu();
        long from = System.nanoTime();
        window = measured;
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        window = new Window();
        Duration elapsed = Duration.ofNanos(System.nanoTime() - from);
        return Sample.of(measured, elapsed, process.cpu().minus(cpuBefore), process.memory());
    }

    /** Waits for the running sessions to end. */
    @Override
    public void close() {
        ending = true;
        Void unused = ended.orTimeout(END.toSeconds(), TimeUnit.SECONDS).join();
    }
}
