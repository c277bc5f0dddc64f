// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.clock.TestClocks;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.stores.memory.MemoryUseStore;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

class UseLogTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Set<Use> OLD = Set.of(Use.DIGEST_MD5, Use.TLS_1_2);
    private static final String CLIENT = "192.0.2.7";

    private final TestClock clock = new TestClock();
    private final ClockWatch watch = TestClocks.watching(clock);
    private final Store store = new Store();
    private final Set<Username> removed = new HashSet<>();
    private final UseLog log = new UseLog(store, user -> !removed.contains(user), watch);
    private final Instant start = clock.instant();

    @Test
    void tellsOfAUseBeforeItIsWritten() {
        log.note(ALICE, OLD, CLIENT);

        assertThat(log.of(ALICE)).isEqualTo(Uses.of(OLD, start, CLIENT));
        assertThat(store.saved).isEmpty();
    }

    @Test
    void writesTheLoginsOfHalfADayOnce() {
        for (int hour = 0; hour < 12; hour++) {
            log.note(ALICE, OLD, "192.0.2." + hour);
            log.write();
            clock.move(Duration.ofHours(1));
        }
        assertThat(store.saved).containsExactly(Map.of(ALICE, Uses.of(OLD, start, "192.0.2.0")));

        log.note(ALICE, OLD, CLIENT);
        log.write();

        assertThat(store.saved).hasSize(2);
        assertThat(log.of(ALICE).asMap())
                .containsEntry(Use.DIGEST_MD5, UseTimes.of(start, start.plus(Duration.ofHours(12)), CLIENT));
    }

    @Test
    void writesLoginsInTurnsOfTwoMechanismsOnceEach() {
        for (int hour = 0; hour < 11; hour++) {
            log.note(ALICE, Set.of(Use.PLAIN), CLIENT);
            log.write();
            log.note(ALICE, Set.of(Use.DIGEST_MD5), CLIENT);
            log.write();
            clock.move(Duration.ofHours(1));
        }

        assertThat(store.saved).hasSize(2);
    }

    @Test
    void remembersTheWritesOfManyAccounts() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 40_000; i++) {
                log.note(Username.of("user" + i + "@example.org"), OLD, CLIENT);
                if (i % 5000 == 4999) {
                    log.write();
                }
            }
        }

        assertThat(store.saved).hasSize(400);
    }

    @Test
    void bringsNoRemovedUserBack() {
        log.note(ALICE, OLD, CLIENT);
        removed.add(ALICE);

        log.write();

        assertThat(log.isEmpty()).isTrue();
        assertThat(store.find(ALICE)).isEqualTo(Uses.NONE);
        removed.clear();
        log.note(ALICE, OLD, CLIENT);
        log.write();
        assertThat(store.find(ALICE)).isEqualTo(Uses.of(OLD, start, CLIENT));
    }

    @Test
    void correctsALastTimeInTheFuture() {
        store.save(Map.of(ALICE, Uses.of(OLD, start.plus(Duration.ofDays(400)), "192.0.2.8")));

        log.note(ALICE, OLD, CLIENT);
        log.write();

        assertThat(store.find(ALICE)).isEqualTo(Uses.of(OLD, start, CLIENT));
    }

    @Test
    void writesANewUseAtOnce() {
        log.note(ALICE, OLD, CLIENT);
        log.write();

        log.note(ALICE, Set.of(Use.SCRAM_SHA_256, Use.TLS_1_2), CLIENT);
        log.write();

        assertThat(store.saved).hasSize(2);
        assertThat(log.of(ALICE).asMap()).containsKey(Use.SCRAM_SHA_256);
    }

    @Test
    void keepsWhatTheStoreDoesNotTake() {
        store.isDown = true;
        log.note(ALICE, OLD, CLIENT);
        assertThatThrownBy(log::write).isInstanceOf(StoreUnavailableException.class);
        assertThat(log.isEmpty()).isFalse();

        store.isDown = false;
        log.write();

        assertThat(log.isEmpty()).isTrue();
        assertThat(store.find(ALICE)).isEqualTo(Uses.of(OLD, start, CLIENT));
    }

    @Test
    void forgetsRatherThanFillTheMemory() {
        store.isDown = true;
        for (int i = 0; i < UseLog.MOST; i++) {
            log.note(Username.of("user" + i + "@example.org"), OLD, CLIENT);
        }
        log.note(ALICE, OLD, CLIENT);
        store.isDown = false;
        assertThat(log.of(ALICE)).isEqualTo(Uses.NONE);

        log.write();
        log.note(ALICE, OLD, CLIENT);

        assertThat(log.of(ALICE)).isEqualTo(Uses.of(OLD, start, CLIENT));
    }

    @Test
    void notesTheNextUserOfANameThatWasForgotten() {
        log.note(ALICE, OLD, CLIENT);
        log.write();
        log.forget(ALICE);
        assertThat(log.of(ALICE)).isEqualTo(Uses.NONE);

        log.note(ALICE, OLD, CLIENT);
        log.write();

        assertThat(store.find(ALICE)).isEqualTo(Uses.of(OLD, start, CLIENT));
    }

    @Test
    void goesByTheExpectedTimeWhileTheClockIsOff() {
        log.note(ALICE, OLD, CLIENT);
        log.write();

        for (Duration leap : List.of(Duration.ofDays(4000), Duration.ofDays(-8000))) {
            clock.step(leap);
            clock.move(Duration.ofDays(1));
            log.note(ALICE, OLD, CLIENT);
            log.write();
        }

        assertThat(store.find(ALICE).asMap())
                .containsEntry(Use.DIGEST_MD5, UseTimes.of(start, start.plus(Duration.ofDays(2)), CLIENT));
    }

    /** A store that may be down. */
    private static final class Store implements UseStore {
        private final MemoryUseStore memory = new MemoryUseStore();
        private final List<Map<Username, Uses>> saved = new ArrayList<>();
        private boolean isDown;

        @Override
        public Uses find(Username user) {
            return memory.find(user);
        }

        @Override
        public void save(Map<Username, Uses> news) {
            if (isDown) {
                throw new StoreUnavailableException("down", new IllegalStateException());
            }
            saved.add(Map.copyOf(news));
            memory.save(news);
        }

        @Override
        public List<AccountUses> page(Optional<Username> after, int most) {
            return memory.page(after, most);
        }

        @Override
        public void forget(Username user) {
            memory.forget(user);
        }
    }
}
