// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DemandTest {
    @Test
    void isTheDemandOfTheIssue() {
        assertThat(Demand.mean().sessions()).isCloseTo(46.3, within(0.1));
        assertThat(Demand.mean().messages()).isCloseTo(115.7, within(0.1));
        assertThat(Demand.busiest().inTheMinute()).isCloseTo(1000, within(0.1));
    }

    @Test
    void hasItsPeakInTheSecondMinute() {
        Demand busiest = Demand.busiest();

        assertThat(busiest.sessionsAt(59_999)).isEqualTo(busiest.sessions());
        assertThat(busiest.sessionsAt(60_000)).isEqualTo(busiest.inTheMinute());
        assertThat(busiest.sessionsAt(120_000)).isEqualTo(busiest.sessions());
    }
}
