// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import nl.digipoort.james.benchmarks.report.Measured;
import nl.digipoort.james.benchmarks.report.Results;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The simulation beside the recorded results. */
class AgreementTest {
    private static final double MOST_OFF = 0.30;
    /** Whose rate says how long other builds took its processor, which its median does not. */
    private static final int ALONE = 1;

    @Test
    void saysWhatWasMeasured() throws IOException {
        Measured measured = new Measured(Results.read(Path.of("results/distributed.json")));

        List<Agreement.Point> points = new Agreement(measured).points(List.of(1, 3));

        assertThat(points).hasSize(18);
        SoftAssertions soft = new SoftAssertions();
        for (Agreement.Point point : points) {
            String what = point.scenario() + ", " + point.clients() + " clients, Cassandra " + point.cassandra();
            if (point.clients() != ALONE) {
                soft.assertThat(point.rateOff()).as("rate: %s", what).isCloseTo(0, within(MOST_OFF));
            }
            soft.assertThat(point.medianOff()).as("median: %s", what).isCloseTo(0, within(MOST_OFF));
        }
        soft.assertAll();
    }
}
