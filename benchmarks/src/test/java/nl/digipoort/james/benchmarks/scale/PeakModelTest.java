// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class PeakModelTest {
    private static final Costs COSTS = new Costs(
            new Cost(4, 3, 1, 1, 1, 5, 5, 20), new Cost(2, 1, 0, 1, 1, 3, 2, 5), new Cost(5, 3, 1, 1, 1, 6, 3, 20));
    private static final Demand DEMAND = new Demand(20, 100, 30);

    @Test
    void givesTheSameForTheSameSeed() {
        assertThat(run(4, Failure.NONE)).isEqualTo(run(4, Failure.NONE));
    }

    @Test
    void refusesNobodyWhereThereIsRoom() {
        PeakModel.Outcome outcome = run(4, Failure.NONE);

        assertThat(outcome.busy()).isZero();
        assertThat(outcome.deferred()).isZero();
        assertThat(outcome.longestWait()).isZero();
        assertThat(outcome.james()).isLessThan(0.5);
    }

    /** Hundred sessions a second of some 14 ms each are more than one core does. */
    @Test
    void turnsClientsAwayWhereJamesHasTooFewCores() {
        PeakModel.Outcome outcome = run(1, Failure.NONE);

        assertThat(outcome.james()).isGreaterThan(0.95);
        assertThat(outcome.busy()).isPositive();
    }

    @Test
    void keepsTheLocksOfADeadNodeForTheLease() {
        PeakModel.Outcome outcome = run(4, Failure.JAMES);

        assertThat(outcome.inUse()).isPositive();
        assertThat(outcome.longestWait()).isBetween(60_000.0, 90_000.0);
    }

    /** The same work on four nodes for half a minute, then on three. */
    @Test
    void dividesTheWorkByTheNodesThatLive() {
        double all = run(4, Failure.NONE).james();
        double without = run(4, Failure.JAMES).james();

        assertThat(without).isCloseTo(all * 4 / 3.5, Percentage.withPercentage(4));
    }

    @Test
    void goesOnWithoutOneOfTheCopies() {
        PeakModel.Outcome outcome = run(4, Failure.CASSANDRA);

        assertThat(outcome.busy()).isZero();
    }

    private static PeakModel.Outcome run(int james, Failure failure) {
        return PeakModel.run(Assembly.apart(james, 3, 1, 16), COSTS, DEMAND, failure);
    }
}
