// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LookTest {
    @Test
    void waitsHalfTheTimeThatTheRestWillTake() {
        assertThat(Look.pause(80, 100, TimeUnit.SECONDS.toNanos(4))).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
    }

    @Test
    void waitsASecondAtMost() {
        assertThat(Look.pause(0, 100, TimeUnit.SECONDS.toNanos(4))).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void waitsALittleAtLeast() {
        assertThat(Look.pause(999, 1000, TimeUnit.SECONDS.toNanos(4))).isEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
    }
}
