// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import nl.digipoort.james.clock.TestClocks;
import nl.digipoort.james.credential.CapturedLog;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.stores.memory.MemoryActivityStore;
import nl.digipoort.james.stores.memory.MemoryUseStore;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.core.Username;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActivityLogTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOB = Username.of("bob@example.org");
    private static final Set<Use> WAYS = Set.of(Use.DIGEST_MD5, Use.TLS_1_2);
    private static final String CLIENT = "192.0.2.7";
    /** Longer than a test, so that only the test itself causes a write. */
    private static final Duration NEVER = Duration.ofDays(1);

    private final CapturedLog log = CapturedLog.of(ActivityLog.class);
    private final TestClock clock = new TestClock();
    private final Store store = new Store();
    private final MemoryUseStore stored = new MemoryUseStore();
    private final FailingUseStore useStore = new FailingUseStore(stored);
    private final UseLog uses = new UseLog(useStore, user -> true, TestClocks.watching(clock));
    private final ActivityLog activity = new ActivityLog(store, uses, clock, NEVER);
    private final ActivityLog soon = new ActivityLog(store, uses, clock, Duration.ofMillis(1));

    @AfterEach
    void stop() {
        soon.stop();
        activity.stop();
        log.close();
    }

    @Test
    void tellsOfALoginBeforeItIsWritten() {
        store.isDown = true;
        activity.loggedIn(ALICE, CLIENT, WAYS);
        store.isDown = false;

        assertThat(activity.of(ALICE)).isEqualTo(Activity.login(clock.instant(), CLIENT));
        assertThat(activity.of(BOB)).isEqualTo(Activity.NONE);
        assertThat(store.saved).isEmpty();
    }

    @Test
    void writesTheLastOfAllThatCameMeanwhile() {
        activity.loggedIn(ALICE, CLIENT, WAYS);
        for (int i = 0; i < 5; i++) {
            clock.move(Duration.ofSeconds(1));
            activity.retrieved(ALICE);
        }
        activity.loggedIn(ALICE, "192.0.2.8", WAYS);
        Activity last = Activity.login(clock.instant(), "192.0.2.8").latest(Activity.retrieval(clock.instant()));

        activity.write();
        activity.write();

        assertThat(store.saved).containsExactly(Map.of(ALICE, last));
        assertThat(activity.of(ALICE)).isEqualTo(last);
    }

    @Test
    void addsToWhatTheStoreKnows() {
        store.save(Map.of(ALICE, Activity.login(clock.instant(), CLIENT)));
        Activity known = store.find(ALICE);
        clock.move(Duration.ofSeconds(1));

        activity.retrieved(ALICE);

        assertThat(activity.of(ALICE)).isEqualTo(known.latest(Activity.retrieval(clock.instant())));
    }

    @Test
    void isWrittenByAThreadOfItsOwn() {
        soon.loggedIn(ALICE, CLIENT, WAYS);
        await().until(() -> !store.find(ALICE).equals(Activity.NONE));
        soon.retrieved(ALICE);
        await().until(() -> store.find(ALICE).lastRetrieval().isPresent());

        assertThat(store.writers).containsOnly("digipoort-activity");
        await().until(() -> stored.find(ALICE).equals(Uses.of(WAYS, clock.instant(), CLIENT)));
    }

    @Test
    void doesNotWaitForAStoreThatHangs() throws Exception {
        store.hangs = new CountDownLatch(1);
        soon.loggedIn(ALICE, CLIENT, WAYS);
        await().until(() -> !store.writers.isEmpty());

        clock.move(Duration.ofSeconds(1));
        soon.loggedIn(ALICE, "192.0.2.8", WAYS);
        soon.retrieved(BOB);

        store.hangs.countDown();
        await().untilAsserted(() -> {
            assertThat(store.find(ALICE)).isEqualTo(Activity.login(clock.instant(), "192.0.2.8"));
            assertThat(store.find(BOB)).isEqualTo(Activity.retrieval(clock.instant()));
        });
    }

    @Test
    void keepsWhatTheStoreDoesNotTakeAndSaysSoOnce() {
        store.isDown = true;
        activity.loggedIn(ALICE, CLIENT, WAYS);
        activity.write();
        activity.retrieved(BOB);
        activity.write();
        assertThatThrownBy(() -> activity.of(ALICE)).isInstanceOf(StoreUnavailableException.class);
        assertThat(log.take())
                .containsExactly("WARN When maildrops were last used cannot be stored now; it is tried again");

        store.isDown = false;
        activity.write();

        assertThat(store.find(ALICE).lastLogin()).isPresent();
        assertThat(store.find(BOB).lastRetrieval()).isPresent();
        assertThat(log.take()).isEmpty();
    }

    @Test
    void forgetsRatherThanFillTheMemory() {
        store.isDown = true;
        for (int i = 0; i < ActivityLog.MOST_WAITING; i++) {
            activity.retrieved(Username.of("user" + i + "@example.org"));
        }
        clock.move(Duration.ofSeconds(1));
        activity.retrieved(ALICE);
        activity.retrieved(Username.of("user0@example.org"));

        store.isDown = false;
        activity.write();

        assertThat(store.find(ALICE)).isEqualTo(Activity.NONE);
        assertThat(store.find(Username.of("user0@example.org"))).isEqualTo(Activity.retrieval(clock.instant()));
        assertThat(log.take())
                .containsExactly("WARN 1 logins and retrievals were not noted as the last ones of their maildrops");
        activity.retrieved(ALICE);
        activity.write();
        assertThat(store.find(ALICE).lastRetrieval()).isPresent();
    }

    @Test
    void writesWhatWaitsWhenTheServerStopsAndWhatComesBehindThat() {
        activity.loggedIn(ALICE, CLIENT, WAYS);

        activity.stop();
        assertThat(store.find(ALICE).lastLogin()).isPresent();

        activity.retrieved(BOB);
        assertThat(store.find(BOB).lastRetrieval()).isPresent();
        assertThat(log.take()).isEmpty();
    }

    @Test
    void forgetsHowAnAccountLogsInWithTheRest() {
        activity.loggedIn(ALICE, CLIENT, WAYS);
        activity.write();
        assertThat(stored.find(ALICE)).isEqualTo(Uses.of(WAYS, clock.instant(), CLIENT));

        activity.forget(ALICE);

        assertThat(stored.find(ALICE)).isEqualTo(Uses.NONE);
        assertThat(activity.of(ALICE)).isEqualTo(Activity.NONE);
    }

    @Test
    void writesLastUseWhileTheStoreOfUsesIsDownAndSaysSoOnce() {
        useStore.fail(true);
        activity.loggedIn(ALICE, CLIENT, WAYS);
        activity.write();
        activity.write();
        assertThat(store.find(ALICE).lastLogin()).isPresent();
        assertThat(log.take()).containsExactly("WARN How accounts log in cannot be stored now; it is tried again");

        useStore.fail(false);
        activity.write();

        assertThat(stored.find(ALICE)).isEqualTo(Uses.of(WAYS, clock.instant(), CLIENT));
        assertThat(log.take()).isEmpty();
    }

    @Test
    void writesUsesWhileTheStoreOfLastUseIsDown() {
        store.isDown = true;
        activity.loggedIn(ALICE, CLIENT, WAYS);

        activity.write();

        assertThat(stored.find(ALICE)).isEqualTo(Uses.of(WAYS, clock.instant(), CLIENT));
    }

    @Test
    void saysWhatUsesAreLostWhenTheServerStopsWithoutTheirStore() {
        useStore.fail(true);
        activity.loggedIn(ALICE, CLIENT, WAYS);

        activity.stop();

        assertThat(log.take())
                .containsExactly(
                        "WARN How accounts log in cannot be stored now; it is tried again",
                        "WARN How 1 accounts logged in is lost");
    }

    @Test
    void saysWhatIsLostWhenTheServerStopsWithoutItsStore() {
        store.isDown = true;
        activity.loggedIn(ALICE, CLIENT, WAYS);

        activity.stop();

        assertThat(log.take())
                .containsExactly(
                        "WARN When maildrops were last used cannot be stored now; it is tried again",
                        "WARN When 1 maildrops were last used is lost");
    }

    /** A store that may be down, or hang. */
    private static final class Store implements ActivityStore {
        private final MemoryActivityStore memory = new MemoryActivityStore(System::nanoTime);
        private final List<Map<Username, Activity>> saved = new ArrayList<>();
        private final List<String> writers = new CopyOnWriteArrayList<>();
        private volatile boolean isDown;
        private volatile CountDownLatch hangs = new CountDownLatch(0);

        @Override
        public Activity find(Username maildrop) {
            reach();
            return memory.find(maildrop);
        }

        @Override
        public void save(Map<Username, Activity> activities) {
            reach();
            writers.add(Thread.currentThread().getName());
            try {
                hangs.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            saved.add(Map.copyOf(activities));
            memory.save(activities);
        }

        @Override
        public void countLogin(Username user) {
            memory.countLogin(user);
        }

        @Override
        public Optional<Duration> sinceCountedLogin(Username user) {
            return memory.sinceCountedLogin(user);
        }

        @Override
        public void forget(Username maildrop) {
            reach();
            memory.forget(maildrop);
        }

        private void reach() {
            if (isDown) {
                throw new StoreUnavailableException("down", new IllegalStateException());
            }
        }
    }
}
