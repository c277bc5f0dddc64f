// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    @Test
    void namesTheLargestFirstAndWhatHasEndedAndNothingBelowHalfAPercent() {
        Map<String, Duration> before =
                Map.of("C2 CompilerThre", Duration.ofMillis(500), "digipoort-pop", Duration.ofMillis(100));
        Map<String, Duration> after = Map.of(
                "C2 CompilerThre",
                Duration.ofMillis(700),
                "digipoort-pop",
                Duration.ofMillis(800),
                "GC Thread",
                Duration.ofMillis(4));

        assertThat(Threads.shares(before, after, Duration.ofSeconds(1)))
                .isEqualTo("digipoort-pop 70.0 %, C2 CompilerThre 20.0 %, threads that have ended 9.6 %");
        assertThat(Threads.shares(before, before, Duration.ZERO)).isEmpty();
    }
}
