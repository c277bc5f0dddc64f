// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.transport.NetworkShares;
import nl.digipoort.james.transport.NetworkTurns;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.concurrent.NamedThreadFactory;

/**
 * The threads that only verify clear passwords: a hash deliberately takes a processor for some 100 ms. Each network has a number of places,
 * for waiting and running hashes. Networks take turns, so that one with many wrong passwords makes others wait for one hash only
 * (docs/develop/adr/0039-hashing-has-its-own-threads.md). Thread-safe.
 */
@Singleton
final class PasswordHashing {
    private static final int STOP_SECONDS = 10;

    private final ExecutorService threads;
    private final NetworkTurns turns;
    private final NetworkShares places;
    private final Metric refused;

    @Inject
    PasswordHashing(AuthenticationSettings settings, MetricFactory metrics, GaugeRegistry gauges) {
        this(
                Executors.newFixedThreadPool(
                        settings.hashing().threads(), NamedThreadFactory.withName("digipoort-hashing")),
                settings.hashing(),
                metrics,
                gauges);
    }

    PasswordHashing(ExecutorService threads, HashingSettings settings, MetricFactory metrics, GaugeRegistry gauges) {
        this.threads = threads;
        this.turns = new NetworkTurns(threads);
        this.places = new NetworkShares(settings.perAddress());
        this.refused = metrics.generate("digipoort-hash-refused");
        gauges.register("digipoort-hashes-waiting", turns::waiting);
    }

    /**
     * Queues a password, which is verified when it is the client's turn.
     *
     * @param hash verifies the password; its result may not be needed
     * @param erase overwrites the password; called once in any case
     * @return empty if no place is free
     */
    <T> Optional<QueuedHash<T>> queue(InetAddress client, Supplier<T> hash, Runnable erase) {
        Optional<QueuedHash<T>> queued = places.take(client).flatMap(place -> queue(client, hash, erase, place));
        if (queued.isEmpty()) {
            erase.run();
            refused.increment();
        }
        return queued;
    }

    private <T> Optional<QueuedHash<T>> queue(
            InetAddress client, Supplier<T> hash, Runnable erase, NetworkShares.Place place) {
        try {
            return Optional.of(new QueuedHash<>(hash, erase, place, task -> turns.add(client, task)));
        } catch (RejectedExecutionException | Error e) {
            // The server is stopping, or there is no memory for a thread.
            place.free();
            return Optional.empty();
        }
    }

    /** Rejects new hashes and drops those that wait; their clients are gone, or end with the server. */
    @PreDestroy
    void stop() throws InterruptedException {
        threads.shutdownNow();
        threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    }
}
