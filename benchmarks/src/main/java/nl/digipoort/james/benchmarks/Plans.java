package nl.digipoort.james.benchmarks;

import java.time.Duration;
import java.util.List;
import nl.digipoort.james.benchmarks.scenario.Plan;

/** The plan that the command line asks for. */
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

    private static Duration seconds(Options options, String name, Duration otherwise) {
        return Duration.ofSeconds(options.number(name, (int) otherwise.toSeconds()));
    }
}
