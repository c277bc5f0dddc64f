// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class StationTest {
    private static final double MEAN_WORK = 1;
    private static final double UNTIL = 400_000;

    /** M/M/c: the theory says how long one waits on average. */
    @Test
    void letsWaitAsErlangsFormulaSays() {
        for (int servers : List.of(1, 2, 8)) {
            double load = 0.8 * servers;
            Simulation simulation = new Simulation(7);
            Station station = new Station(simulation, servers);
            List<Double> waits = new ArrayList<>();
            arrive(simulation, station, load, waits);

            simulation.run(UNTIL);

            double expected = erlangC(servers, load) * MEAN_WORK / (servers - load);
            double mean =
                    waits.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
            assertThat(mean).as("%s servers", servers).isCloseTo(expected, Percentage.withPercentage(5));
            assertThat(station.busyTime() / UNTIL / servers).isCloseTo(0.8, within(0.01));
        }
    }

    private static void arrive(Simulation simulation, Station station, double load, List<Double> waits) {
        simulation.after(simulation.exponential(MEAN_WORK / load), () -> {
            arrive(simulation, station, load, waits);
            double from = simulation.now();
            station.take(() -> {
                waits.add(simulation.now() - from);
                simulation.after(simulation.exponential(MEAN_WORK), station::release);
            });
        });
    }

    /** The probability to wait, by its sum. */
    private static double erlangC(int servers, double load) {
        double term = 1;
        double sum = 0;
        for (int k = 0; k < servers; k++) {
            sum += term;
            term *= load / (k + 1);
        }
        double all = term * servers / (servers - load);
        return all / (sum + all);
    }

    @Test
    void servesInTheOrderOfArrival() {
        Simulation simulation = new Simulation(1);
        Station station = new Station(simulation, 1);
        List<String> done = new ArrayList<>();

        station.work(3, () -> done.add("first at " + simulation.now()));
        station.work(1, () -> done.add("second at " + simulation.now()));
        simulation.run(10);

        assertThat(done).containsExactly("first at 3.0", "second at 4.0");
    }
}
