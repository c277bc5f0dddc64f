// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.clock.TestClocks;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.stores.memory.MemoryUseStore;
import nl.digipoort.james.testing.RecordedGauges;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.core.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UseCensusTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final TestClock clock = new TestClock();
    private final MemoryUseStore store = new MemoryUseStore();
    private final RecordedGauges gauges = new RecordedGauges();

    @BeforeEach
    void setTheClock() {
        clock.move(Duration.between(clock.instant(), NOON));
    }

    @Test
    void countsTheAccountsOfTheLastThirtyDays() {
        for (int i = 0; i < 2500; i++) {
            note("digest" + i, 29, Use.DIGEST_MD5, Use.TLS_1_2);
        }
        note("both", 0, Use.DIGEST_MD5, Use.TLS_1_3);
        note("both", 1, Use.SCRAM_SHA_256, Use.TLS_1_2_CBC);
        note("gone", 31, Use.PLAIN, Use.TLS_1_0);
        note("clear", 2, Use.LOGIN, Use.TLS_1_3);
        UseCensus census = census(store);

        census.count();

        assertThat(value("using-digest-md5")).isEqualTo(2501);
        assertThat(value("needing-digest-md5")).isEqualTo(2500);
        assertThat(value("using-tlsv1-2")).isEqualTo(2501);
        assertThat(value("needing-tlsv1-2")).isEqualTo(2500);
        assertThat(value("using-old-cipher")).isEqualTo(1);
        assertThat(value("needing-old-cipher")).isZero();
        assertThat(value("using-clear-password")).isEqualTo(1);
        assertThat(value("needing-clear-password")).isEqualTo(1);
        assertThat(value("using-older-tls")).isZero();
        clock.move(Duration.ofDays(2));
        census.count();
        assertThat(value("using-digest-md5")).isEqualTo(1);
    }

    @Test
    void showsNoNumberBeforeTheFirstCountAndTriesAgainWhenItFails() {
        note("digest", 0, Use.DIGEST_MD5, Use.TLS_1_2);
        FailingUseStore failing = new FailingUseStore(store);
        UseCensus census = census(failing);
        failing.fail(true);
        assertThatThrownBy(census::countIfDue).isInstanceOf(StoreUnavailableException.class);
        assertThat(value("needing-digest-md5")).isNaN();
        assertThat(value("using-tlsv1-2")).isNaN();
        assertThat(value("counted-seconds-ago")).isNaN();

        failing.fail(false);
        clock.move(Duration.ofMinutes(1));
        census.countIfDue();

        assertThat(value("needing-digest-md5")).isEqualTo(1);
        assertThat(value("counted-seconds-ago")).isZero();
    }

    @Test
    void countsEveryQuarterOfAnHourAndShowsHowOldTheCountIs() {
        note("digest", 0, Use.DIGEST_MD5, Use.TLS_1_2);
        UseCensus census = census(store);
        census.countIfDue();
        note("another", 0, Use.DIGEST_MD5, Use.TLS_1_2);

        clock.move(Duration.ofMinutes(14));
        census.countIfDue();
        assertThat(value("needing-digest-md5")).isEqualTo(1);
        assertThat(value("counted-seconds-ago")).isEqualTo(14 * 60);

        clock.move(Duration.ofMinutes(1));
        census.countIfDue();
        assertThat(value("needing-digest-md5")).isEqualTo(2);
        assertThat(value("counted-seconds-ago")).isZero();
    }

    private UseCensus census(UseStore uses) {
        ClockWatch watch = TestClocks.watching(clock);
        return new UseCensus(uses, watch, new UseMetrics(gauges, watch));
    }

    private double value(String name) {
        return ((Number) gauges.value("digipoort-accounts-" + name)).doubleValue();
    }

    private void note(String name, int daysAgo, Use... uses) {
        store.save(Map.of(
                Username.of(name + "@example.org"),
                Uses.of(Set.of(uses), NOON.minus(Duration.ofDays(daysAgo)), "192.0.2.7")));
    }
}
