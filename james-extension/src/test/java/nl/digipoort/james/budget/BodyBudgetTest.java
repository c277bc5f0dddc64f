// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
    private static final long KILOBYTE = 1024;

    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final BodyBudget budget = budget(100 * KILOBYTE, 1);
    private final List<String> told = new ArrayList<>();

    @Test
    void givesSharesInTheOrderOfTheWishes() {
        Reservation first = reserve("first", 70);
        Reservation second = reserve("second", 60);
        Reservation small = reserve("small", 20);
        assertThat(first.isGranted()).isTrue();
        assertThat(second.isGranted()).isFalse();
        assertThat(small.isGranted())
                .as("what fits does not pass the one before it")
                .isFalse();

        first.close();

        assertThat(second.isGranted()).isTrue();
        assertThat(small.isGranted()).isTrue();
        assertThat(told).containsExactly("first", "second", "small");
    }

    @Test
    void givesAShareBackOnce() {
        Reservation first = reserve("first", 60);
        Reservation second = reserve("second", 40);
        first.close();
        first.close();

        assertThat(reserve("third", 60).isGranted()).isTrue();
        assertThat(reserve("fourth", 60).isGranted()).isFalse();
        assertThat(second.isGranted()).isTrue();
    }

    @Test
    void passesOverWhoHasLeft() {
        Reservation first = reserve("first", 60);
        Reservation gone = reserve("gone", 100);
        Reservation next = reserve("next", 40);

        gone.close();

        assertThat(next.isGranted()).isTrue();
        assertThat(gone.isGranted()).isFalse();
        first.close();
        assertThat(told).containsExactly("first", "next");
    }

    @Test
    void letsAMessageThatIsLargerThanTheWholeGoAlone() {
        Reservation first = reserve("first", 10);
        Reservation huge = reserve("huge", 500);
        assertThat(huge.isGranted()).isFalse();

        first.close();
        assertThat(huge.isGranted()).isTrue();
        Reservation next = reserve("next", 10);
        assertThat(next.isGranted()).isFalse();

        huge.close();
        assertThat(next.isGranted()).isTrue();
    }

    @Test
    void givesSmallMessagesWithoutAsking() {
        BodyBudget shipped = new BodyBudget(
                1, MessageCost.times(4), TestBudget.settings(""), new BudgetMetrics(metrics, new NoopGaugeRegistry()));
        Reservation holder = shipped.reserve(64 * KILOBYTE);
        Reservation waiting = shipped.reserve(64 * KILOBYTE);

        assertThat(holder.isGranted()).isTrue();
        assertThat(waiting.isGranted()).isFalse();
        assertThat(shipped.reserve(64 * KILOBYTE - 1).isGranted()).isTrue();
    }

    @Test
    void countsWhatTheStoreTakes() {
        BodyBudget fourfold = budget(100 * KILOBYTE, 4);

        assertThat(fourfold.reserve(15 * KILOBYTE).isGranted()).isTrue();
        assertThat(fourfold.reserve(15 * KILOBYTE).isGranted()).isFalse();
    }

    @Test
    void asksHoldersToDoWithoutAsLongAsSomebodyWaits() {
        Reservation early = budget.reserve(50 * KILOBYTE);
        early.whenWanted(() -> told.add("early"));
        Reservation small = budget.reserve(10 * KILOBYTE);
        small.whenWanted(() -> told.add("small"));
        assertThat(early.isWanted()).isFalse();
        assertThat(told).isEmpty();

        Reservation waiting = budget.reserve(60 * KILOBYTE);

        assertThat(told).containsExactly("early", "small");
        assertThat(early.isWanted()).isTrue();
        assertThat(waiting.isWanted()).as("it holds nothing yet").isFalse();
        small.whenWanted(() -> told.add("late"));
        assertThat(told).containsExactly("early", "small", "late");
        early.close();
        assertThat(small.isWanted()).isFalse();
        assertThat(metrics.countFor("digipoort-body-waited")).isEqualTo(1);
    }

    private Reservation reserve(String name, long kilobytes) {
        Reservation reservation = budget.reserve(kilobytes * KILOBYTE);
        reservation.whenGranted(() -> told.add(name));
        return reservation;
    }

    private BodyBudget budget(long capacity, int factor) {
        return new BodyBudget(
                capacity,
                MessageCost.times(factor),
                TestBudget.settings("<freeBelow>0</freeBelow>"),
                new BudgetMetrics(metrics, new NoopGaugeRegistry()));
    }
}
