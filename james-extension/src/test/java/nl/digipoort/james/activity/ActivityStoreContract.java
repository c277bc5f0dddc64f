// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

/** The contract of every {@link ActivityStore}. */
public interface ActivityStoreContract {
    Username ALICE = Username.of("alice@example.org");
    Username BOB = Username.of("bob@example.org");
    Instant NOON = Instant.parse("2026-11-24T12:00:00.123Z");
    String CLIENT = "192.0.2.7";
    Duration MINUTE = Duration.ofMinutes(1);
    /** The time that a slow machine may take between two lines of a test. */
    Duration MEANWHILE = Duration.ofSeconds(50);

    /** A store that knows nothing; every call in a test gives access to the same maildrops. */
    ActivityStore store();

    /** Lets a minute pass since each counted login, by the store's clock. */
    void passAMinute();

    @Test
    default void knowsNoCountedLoginAtFirst() {
        store().save(Map.of(ALICE, Activity.login(NOON, CLIENT)));

        assertThat(store().sinceCountedLogin(ALICE)).isEmpty();
    }

    @Test
    default void tellsEveryNodeHowLongAgoTheLastCountedLoginWas() {
        store().save(Map.of(BOB, Activity.login(NOON, CLIENT)));
        store().countLogin(ALICE);

        assertThat(store().sinceCountedLogin(ALICE).orElseThrow()).isBetween(Duration.ZERO, MEANWHILE);
        passAMinute();
        assertThat(store().sinceCountedLogin(ALICE).orElseThrow()).isBetween(MINUTE, MINUTE.plus(MEANWHILE));
        assertThat(store().sinceCountedLogin(BOB)).isEmpty();
    }

    @Test
    default void countsFromTheLastOfSeveral() {
        store().countLogin(ALICE);
        passAMinute();

        store().countLogin(ALICE);

        assertThat(store().sinceCountedLogin(ALICE).orElseThrow()).isBetween(Duration.ZERO, MEANWHILE);
    }

    /** Operators see times by the clocks of the nodes, which may be in the future. */
    @Test
    default void keepsCountedLoginsApartFromWhatOperatorsSee() {
        Activity future = Activity.login(Instant.parse("2100-01-01T12:00:00Z"), CLIENT);
        store().countLogin(ALICE);
        store().save(Map.of(ALICE, future));
        store().countLogin(ALICE);

        assertThat(store().find(ALICE)).isEqualTo(future);
        assertThat(store().sinceCountedLogin(ALICE).orElseThrow()).isBetween(Duration.ZERO, MEANWHILE);
    }

    @Test
    default void knowsNothingOfAMaildropThatNobodyUsed() {
        store().save(Map.of(BOB, Activity.login(NOON, CLIENT)));

        assertThat(store().find(ALICE)).isEqualTo(Activity.NONE);
    }

    @Test
    default void findsWhatWasSaved() {
        Activity both = Activity.login(NOON, CLIENT).latest(Activity.retrieval(NOON.plusSeconds(1)));

        store().save(Map.of(ALICE, both, BOB, Activity.retrieval(NOON)));

        assertThat(store().find(ALICE)).isEqualTo(both);
        assertThat(store().find(BOB)).isEqualTo(Activity.retrieval(NOON));
    }

    @Test
    default void forgetsOneMaildropAndTakesWhatComesLater() {
        Instant longAgo = Instant.parse("2020-01-01T12:00:00Z");
        store().save(Map.of(ALICE, Activity.login(longAgo, CLIENT), BOB, Activity.login(longAgo, CLIENT)));

        store().countLogin(ALICE);

        store().forget(ALICE);
        assertThat(store().find(ALICE)).isEqualTo(Activity.NONE);
        assertThat(store().sinceCountedLogin(ALICE)).isEmpty();
        assertThat(store().find(BOB)).isEqualTo(Activity.login(longAgo, CLIENT));
        store().save(Map.of(ALICE, Activity.retrieval(Instant.parse("2100-01-01T12:00:00Z"))));

        assertThat(store().find(ALICE)).isEqualTo(Activity.retrieval(Instant.parse("2100-01-01T12:00:00Z")));
    }

    @Test
    default void replacesTheEarlierOneAndLeavesTheOtherKind() {
        store().save(Map.of(ALICE, Activity.login(NOON, CLIENT)));
        store().save(Map.of(ALICE, Activity.retrieval(NOON.plusSeconds(1))));

        store().save(Map.of(ALICE, Activity.login(NOON.plusMillis(1), "2001:db8::7")));

        assertThat(store().find(ALICE))
                .isEqualTo(Activity.login(NOON.plusMillis(1), "2001:db8::7")
                        .latest(Activity.retrieval(NOON.plusSeconds(1))));
    }

    /** Two nodes may write in any order. */
    @Test
    default void keepsTheLaterOneWhoeverWritesLast() {
        Activity latest = Activity.login(NOON, CLIENT).latest(Activity.retrieval(NOON));
        store().save(Map.of(ALICE, latest));
        Instant before = NOON.minus(Duration.ofMillis(1));

        store().save(Map.of(ALICE, Activity.login(before, "192.0.2.8").latest(Activity.retrieval(before))));

        assertThat(store().find(ALICE)).isEqualTo(latest);
    }

    @Test
    default void takesManyMaildropsAtATime() {
        Map<Username, Activity> many = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            many.put(Username.of("user" + i + "@example.org"), Activity.login(NOON.plusMillis(i), CLIENT));
        }

        store().save(many);
        store().save(many);

        many.forEach((maildrop, activity) -> assertThat(store().find(maildrop)).isEqualTo(activity));
    }
}
