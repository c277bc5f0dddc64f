// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

/** The contract of every {@link UseStore}. */
public interface UseStoreContract {
    Username ALICE = Username.of("alice@example.org");
    Username BOB = Username.of("bob@example.org");
    Instant NOON = Instant.parse("2026-11-24T12:00:00.123Z");
    Duration DAY = Duration.ofDays(1);
    String CLIENT = "192.0.2.7";
    Set<Use> OLD = Set.of(Use.DIGEST_MD5, Use.TLS_1_2);

    /** A store that knows nothing; every call in a test gives access to the same accounts. */
    UseStore store();

    private static Uses login(Set<Use> uses, Instant at) {
        return Uses.of(uses, at, CLIENT);
    }

    @Test
    default void findsWhatWasSaved() {
        store().save(Map.of(ALICE, login(OLD, NOON)));

        assertThat(store().find(ALICE)).isEqualTo(login(OLD, NOON));
        assertThat(store().find(BOB)).isEqualTo(Uses.NONE);
    }

    @Test
    default void keepsTheFirstTimeAndTakesTheLastWithItsAddress() {
        store().save(Map.of(ALICE, login(OLD, NOON)));

        store().save(Map.of(ALICE, Uses.of(OLD, NOON.plus(DAY), "2001:db8::7")));

        assertThat(store().find(ALICE).asMap())
                .hasSize(2)
                .containsEntry(Use.DIGEST_MD5, UseTimes.of(NOON, NOON.plus(DAY), "2001:db8::7"));
    }

    /** Two nodes may write in any order, and the clock of one may have been wrong. */
    @Test
    default void takesAnEarlierFirstTimeAndKeepsTheLaterLast() {
        store().save(Map.of(ALICE, login(OLD, NOON)));

        store().save(Map.of(ALICE, Uses.of(OLD, NOON.minus(DAY), "192.0.2.8")));

        assertThat(store().find(ALICE).asMap()).containsEntry(Use.TLS_1_2, UseTimes.of(NOON.minus(DAY), NOON, CLIENT));
    }

    /** By a clock that was wrong, which must not keep an account in every report for years. */
    @Test
    default void takesTheNewsForALastTimeInTheFuture() {
        store().save(Map.of(ALICE, login(OLD, NOON.plus(DAY).plusMillis(1))));

        store().save(Map.of(ALICE, Uses.of(OLD, NOON, "192.0.2.8")));

        assertThat(store().find(ALICE).asMap()).containsEntry(Use.DIGEST_MD5, UseTimes.once(NOON, "192.0.2.8"));
    }

    @Test
    default void storesALastTimeThatIsLaterByTheResolution() {
        store().save(Map.of(ALICE, login(OLD, NOON)));

        store().save(Map.of(ALICE, login(OLD, NOON.plus(UseStore.RESOLUTION))));

        assertThat(store().find(ALICE).asMap())
                .containsEntry(Use.TLS_1_2, UseTimes.of(NOON, NOON.plus(UseStore.RESOLUTION), CLIENT));
    }

    @Test
    default void keepsEachUseApart() {
        store().save(Map.of(ALICE, login(OLD, NOON)));

        store().save(Map.of(ALICE, login(Set.of(Use.SCRAM_SHA_256, Use.TLS_1_2), NOON.plus(DAY))));

        assertThat(store().find(ALICE).asMap())
                .hasSize(3)
                .containsEntry(Use.DIGEST_MD5, UseTimes.once(NOON, CLIENT))
                .containsEntry(Use.SCRAM_SHA_256, UseTimes.once(NOON.plus(DAY), CLIENT))
                .containsEntry(Use.TLS_1_2, UseTimes.of(NOON, NOON.plus(DAY), CLIENT));
    }

    @Test
    default void canBeSavedAgainWithoutAChange() {
        Uses all = login(Set.of(Use.values()), NOON);

        store().save(Map.of(ALICE, all));
        store().save(Map.of(ALICE, all));

        assertThat(store().find(ALICE)).isEqualTo(all);
    }

    @Test
    default void forgetsOneAccountAndTakesWhatComesLater() {
        store().save(Map.of(ALICE, login(OLD, NOON), BOB, login(OLD, NOON)));

        store().forget(ALICE);

        assertThat(store().find(ALICE)).isEqualTo(Uses.NONE);
        assertThat(store().find(BOB)).isEqualTo(login(OLD, NOON));
        assertThat(store().page(Optional.empty(), 10))
                .extracting(AccountUses::user)
                .containsExactly(BOB);
        store().save(Map.of(ALICE, login(OLD, NOON.plus(DAY))));
        assertThat(store().find(ALICE)).isEqualTo(login(OLD, NOON.plus(DAY)));
        store().forget(ALICE);
        store().forget(ALICE);
    }

    @Test
    default void givesEachAccountOnceByPagesOfAnySize() {
        assertThat(store().page(Optional.empty(), 10)).isEmpty();
        Map<Username, Uses> many = new HashMap<>();
        for (int i = 0; i < 250; i++) {
            many.put(
                    Username.of("user" + i + "@example.org"),
                    login(i % 5 == 0 ? Set.of(Use.values()) : OLD, NOON.plusMillis(i)));
        }
        store().save(many);

        for (int most : List.of(1, 7, 100, 1000)) {
            Map<Username, Uses> found = new HashMap<>();
            Optional<Username> after = Optional.empty();
            int rounds = 0;
            for (List<AccountUses> page = store().page(after, most);
                    !page.isEmpty();
                    page = store().page(after, most)) {
                assertThat(page).hasSizeLessThanOrEqualTo(most);
                page.forEach(account -> assertThat(found.put(account.user(), account.uses()))
                        .as("seen before")
                        .isNull());
                after = Optional.of(page.get(page.size() - 1).user());
                if (most == 1 && ++rounds > 20) {
                    break;
                }
            }
            assertThat(found).isEqualTo(most == 1 ? restrictedTo(found, many) : many);
        }
    }

    private static Map<Username, Uses> restrictedTo(Map<Username, Uses> few, Map<Username, Uses> many) {
        Map<Username, Uses> some = new HashMap<>(many);
        some.keySet().retainAll(few.keySet());
        return some;
    }

    @Test
    default void losesNothingWhereNodesWriteAtOnce() throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> writes = new ArrayList<>();
            for (Use use : Use.values()) {
                UseStore node = store();
                writes.add(nodes.submit(() ->
                        node.save(Map.of(ALICE, login(Set.of(use), NOON), BOB, login(Set.of(use), NOON.plus(DAY))))));
            }
            for (Future<?> write : writes) {
                write.get();
            }
        } finally {
            nodes.shutdown();
        }

        assertThat(store().find(ALICE)).isEqualTo(login(Set.of(Use.values()), NOON));
        assertThat(store().find(BOB)).isEqualTo(login(Set.of(Use.values()), NOON.plus(DAY)));
    }
}
