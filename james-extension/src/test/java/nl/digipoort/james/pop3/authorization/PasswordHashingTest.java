// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One thread that hashes, and a hash that takes as long as a test wants. */
@Timeout(60)
class PasswordHashingTest {
    private static final String ATTACKER = "192.0.2.66";
    private static final int PLACES = 4;

    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final PasswordHashing hashing = new PasswordHashing(thread, settings(), metrics, new NoopGaugeRegistry());
    private final List<String> hashed = Collections.synchronizedList(new ArrayList<>());
    private final List<String> erased = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void stop() throws InterruptedException {
        released.countDown();
        hashing.stop();
    }

    @Test
    void hashesForAClientFromElsewhereAfterOneHashOfEachAttacker() throws Exception {
        occupyTheThread();
        List<QueuedHash<String>> attacks = new ArrayList<>();
        for (int i = 1; i <= PLACES; i++) {
            for (int attacker = 1; attacker <= 10; attacker++) {
                attacks.add(queue("198.51.100." + attacker, "wrong").orElseThrow());
            }
        }
        QueuedHash<String> honest = queue("203.0.113.7", "right").orElseThrow();

        released.countDown();
        awaitEnd(attacks);

        assertThat(honest.get()).isEqualTo("right");
        assertThat(hashed).hasSize(PLACES * 10 + 1);
        assertThat(hashed.indexOf("right")).isEqualTo(10);
    }

    @Test
    void refusesAndErasesWhatNoThreadCanHash() {
        ThreadPoolExecutor none =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    throw new Error("as asked");
                });
        PasswordHashing without = new PasswordHashing(none, settings(), metrics, new NoopGaugeRegistry());

        assertThat(without.queue(InetAddresses.forString(ATTACKER), () -> "", () -> erased.add("x")))
                .isEmpty();

        assertThat(erased).containsExactly("x");
    }

    @Test
    void refusesWhoHasAllPlacesOfItsNetworkAndNobodyElse() throws Exception {
        occupyTheThread();
        for (int i = 0; i < PLACES; i++) {
            assertThat(queue(ATTACKER, "wrong")).isPresent();
        }

        assertThat(queue(ATTACKER, "one too many")).isEmpty();
        assertThat(queue("192.0.2.67", "right")).isPresent();

        assertThat(metrics.countFor("digipoort-hash-refused")).isEqualTo(1);
        assertThat(erased).containsExactly("one too many");
    }

    @Test
    void countsWhatIsHashedAmongThePlacesUntilItIsDone() throws Exception {
        QueuedHash<String> running = hashing.queue(InetAddresses.forString(ATTACKER), this::hold, () -> {})
                .orElseThrow();
        begun.await();
        for (int i = 1; i < PLACES; i++) {
            assertThat(queue(ATTACKER, "wrong")).isPresent();
        }
        assertThat(queue(ATTACKER, "one too many")).isEmpty();

        CountDownLatch done = new CountDownLatch(1);
        running.whenDone(done::countDown);
        released.countDown();
        done.await();

        assertThat(queue(ATTACKER, "next")).isPresent();
    }

    @Test
    void hashesNothingForAClientThatIsGoneAndFreesItsPlaceAtOnce() throws Exception {
        occupyTheThread();
        List<QueuedHash<String>> gone = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            gone.add(queue(ATTACKER, "gone").orElseThrow());
        }

        assertThat(gone).allMatch(QueuedHash::withdraw);
        assertThat(erased).hasSize(PLACES).containsOnly("gone");
        QueuedHash<String> next = queue(ATTACKER, "next").orElseThrow();
        released.countDown();
        awaitEnd(List.of(next));

        assertThat(hashed).containsExactly("next");
        assertThat(gone).noneMatch(QueuedHash::isDone).noneMatch(QueuedHash::withdraw);
    }

    @Test
    void doesNotWithdrawWhatIsHashedAlready() throws Exception {
        QueuedHash<String> running = hashing.queue(InetAddresses.forString(ATTACKER), this::hold, () -> {})
                .orElseThrow();
        begun.await();

        assertThat(running.withdraw()).isFalse();
        assertThat(running.isDone()).isFalse();
    }

    @Test
    void throwsWhatTheHashThrewAndErasesThePasswordAllTheSame() throws Exception {
        QueuedHash<String> broken = hashing.<String>queue(
                        InetAddresses.forString(ATTACKER),
                        () -> {
                            throw new UncheckedIOException(new IOException("down"));
                        },
                        () -> erased.add("broken"))
                .orElseThrow();
        awaitEnd(List.of(broken));

        assertThatThrownBy(broken::get).isInstanceOf(UncheckedIOException.class);
        assertThat(erased).containsExactly("broken");
        for (int i = 0; i < PLACES; i++) {
            assertThat(queue(ATTACKER, "wrong")).isPresent();
        }
    }

    @Test
    void hashesNothingThatWaitsWhenItIsStoppedAndTakesNothingMore() throws Exception {
        occupyTheThread();
        QueuedHash<String> waiting = queue(ATTACKER, "waits").orElseThrow();
        Thread stopping = new Thread(() -> {
            try {
                hashing.stop();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        stopping.start();
        while (!thread.isShutdown()) {
            Thread.onSpinWait();
        }

        assertThat(queue("192.0.2.67", "late")).isEmpty();
        released.countDown();
        stopping.join();

        assertThat(thread.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(hashed).isEmpty();
        assertThat(waiting.withdraw()).isTrue();
        assertThat(erased).containsExactly("late", "waits");
    }

    private Optional<QueuedHash<String>> queue(String client, String password) {
        return hashing.queue(
                InetAddresses.forString(client),
                () -> {
                    hashed.add(password);
                    return password;
                },
                () -> erased.add(password));
    }

    private void occupyTheThread() throws InterruptedException {
        assertThat(hashing.queue(InetAddresses.forString("192.0.2.1"), this::hold, () -> {}))
                .isPresent();
        begun.await();
    }

    private String hold() {
        begun.countDown();
        Uninterruptibles.awaitUninterruptibly(released);
        return "held";
    }

    private static void awaitEnd(List<QueuedHash<String>> hashes) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(hashes.size());
        hashes.forEach(hash -> hash.whenDone(done::countDown));
        done.await();
    }

    private static HashingSettings settings() {
        BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
        configuration.addProperty("hashing.perAddress", PLACES);
        try {
            return HashingSettings.from(Section.only("test.xml", configuration, "hashing"));
        } catch (ConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }
}
