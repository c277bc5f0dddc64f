// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks;

import java.time.Duration;
import java.util.List;
import nl.digipoort.james.benchmarks.arrival.ArrivalPlan;
import nl.digipoort.james.benchmarks.arrival.Size;
import nl.digipoort.james.benchmarks.scenario.Plan;

/** Makes the plan from the command line. */
final class Plans {
    private static final Plan FULL = new Plan(
            List.of(1, 16, 64),
            Duration.ofMinutes(2),
            Duration.ofSeconds(20),
            5,
            Duration.ofMinutes(1),
            1000,
            List.of(10_000, 100_000));
    private static final Plan QUICK = new Plan(
            List.of(1, 16, 64),
            Duration.ofSeconds(3),
            Duration.ofSeconds(3),
            2,
            Duration.ofSeconds(5),
            50,
            List.of(1_000, 2_000));

    private static final List<Integer> SENDERS = List.of(1, 8, 64);
    private static final int MOST_REPETITIONS_OF_ARRIVAL = 3;

    private Plans() {}

    static Plan from(Options options) {
        Plan plan = options.has("--quick") ? QUICK : FULL;
        return new Plan(
                options.numbers("--clients", plan.clients()),
                seconds(options, "--warmup", plan.warmUp()),
                seconds(options, "--measure", plan.measure()),
                options.number("--repetitions", plan.repetitions()),
                seconds(options, "--cold", plan.cold()),
                options.number("--idle", plan.idle()),
                options.numbers("--messages", plan.maildrops()));
    }

    /** The same times, but at most three repetitions, because each one fills the disk. */
    static ArrivalPlan arrival(Options options) {
        Plan plan = from(options);
        boolean quick = options.has("--quick");
        return new ArrivalPlan(
                sizes(options.texts("--sizes", quick ? List.of("8k", "3m") : List.of("8k", "3m", "31m"))),
                options.numbers("--senders", quick ? List.of(1, 8) : SENDERS),
                plan.warmUp(),
                plan.measure(),
                Math.min(plan.repetitions(), MOST_REPETITIONS_OF_ARRIVAL),
                plan.cold());
    }

    private static List<Size> sizes(List<String> texts) {
        try {
            return texts.stream().map(Size::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new UsageException("--sizes: " + e.getMessage());
        }
    }

    private static Duration seconds(Options options, String name, Duration otherwise) {
        return Duration.ofSeconds(options.number(name, (int) otherwise.toSeconds()));
    }
}
