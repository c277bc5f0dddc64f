// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import nl.digipoort.james.benchmarks.client.SessionResult;
import org.junit.jupiter.api.Test;

class WindowTest {
    private final Window window = new Window();

    @Test
    void givesTheNearestRank() {
        for (int millis = 2000; millis > 0; millis--) {
            window.add(session(millis));
        }

        assertThat(window.count()).isEqualTo(2000);
        assertThat(window.percentileMillis(0.5)).isEqualTo(1000);
        assertThat(window.percentileMillis(0.99)).isEqualTo(1980);
    }

    @Test
    void hasNoPercentileWithoutASession() {
        assertThat(window.percentileMillis(0.5)).isNaN();
    }

    @Test
    void countsFailuresByWhatTheySay() {
        window.fail(new IllegalStateException("gone"));
        window.fail(new IllegalStateException("gone"));
        window.fail(new IllegalStateException("-ERR"));

        assertThat(window.failures()).isEqualTo(Map.of("gone", 2, "-ERR", 1));
        assertThat(window.count()).isZero();
    }

    private static SessionResult session(long millis) {
        return new SessionResult(millis * 1_000_000, 3, Map.of(), 0, 1, "TLSv1.3");
    }
}
