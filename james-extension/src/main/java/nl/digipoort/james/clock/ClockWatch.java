// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.schedule.Periodic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the wall clock with the monotonic clock, and at the start with the last trusted time of the run before. Where they agree, the
 * wall clock is trusted. Where they do not, the true time may be either: {@link #earliest} is for what must not be done too early,
 * {@link #latest} for the stamp of what must not look too old. An operator's {@link #confirm} or a clock that comes back ends that.
 * Thread-safe.
 */
@Singleton
public final class ClockWatch {
    /** Less than this between two looks is no step: NTP slews the clock, and reading two clocks takes time. */
    static final Duration BOUND = Duration.ofMinutes(1);

    /** How long a server may have been stopped before its next start cannot be told from a leap. */
    static final Duration LONGEST_STOP = Duration.ofDays(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(ClockWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration BETWEEN_NOTES = Duration.ofMinutes(1);
    private static final Duration LONGEST_READING = Duration.ofSeconds(1);

    private final Clock wall;
    private final LongSupplier nanos;
    private final ClockNote note;
    private final ClockMetrics metrics;
    private final Periodic periodic = new Periodic(
            "digipoort-clock", e -> LOGGER.warn("The clock cannot be looked at now; it is tried again", e));
    private volatile Line line;
    private volatile Consumer<ClockStep> listener = step -> {};
    private Optional<ClockStep> reported = Optional.empty();
    private Optional<Long> notedAt = Optional.empty();

    @Inject
    ClockWatch(Clock wall, ClockNote note, ClockMetrics metrics) {
        this(wall, System::nanoTime, note, metrics);
    }

    /** @param nanos the monotonic clock */
    ClockWatch(Clock wall, LongSupplier nanos, ClockNote note, ClockMetrics metrics) {
        this.wall = wall;
        this.nanos = nanos;
        this.note = note;
        this.metrics = metrics;
        Reading now = read();
        line = note.read()
                .map(noted -> new Line(noted, now.nanos, LONGEST_STOP))
                .orElseGet(() -> now.line());
        if (step(now).isEmpty()) {
            line = now.line();
        }
        metrics.showOff(() -> step().map(ClockStep::seconds).orElse(0L));
    }

    /** Begins to look again and again. */
    public void start() {
        periodic.every(Duration.ZERO, PAUSE, this::look);
    }

    @PreDestroy
    void stop() {
        periodic.stop();
    }

    /** Sets the one listener, which hears of each step after it is logged. */
    public void setListener(Consumer<ClockStep> listener) {
        this.listener = listener;
    }

    /** The true time is this one or later. */
    public Instant earliest() {
        Reading now = read();
        return step(now)
                .filter(step -> !step.by().isNegative())
                .map(ClockStep::expected)
                .orElse(now.wall);
    }

    /** The true time is this one or earlier. */
    public Instant latest() {
        Reading now = read();
        return step(now)
                .filter(step -> step.by().isNegative())
                .map(ClockStep::expected)
                .orElse(now.wall);
    }

    /** The time without the step of the wall clock, if there is one: for a note that a leap must not spoil. */
    public Instant expected() {
        return expected(read());
    }

    private Instant expected(Reading now) {
        return step(now).map(ClockStep::expected).orElse(now.wall);
    }

    /** How the wall clock is off now; empty while it is trusted. */
    public Optional<ClockStep> step() {
        return step(read());
    }

    /** Trusts the wall clock from now on; returns the step that this ends. */
    public synchronized Optional<ClockStep> confirm() {
        Reading now = read();
        Optional<ClockStep> step = step(now);
        step.ifPresent(ended -> LOGGER.warn(
                "The clock at {} is confirmed: it is right although {} was expected", ended.found(), ended.expected()));
        trust(now);
        note(now);
        return step;
    }

    /** Reports a step, follows a clock that has none, and notes the time. */
    synchronized void look() {
        Reading now = read();
        Optional<ClockStep> step = step(now);
        if (step.isEmpty()) {
            reported.ifPresent(ended -> LOGGER.info("The clock is back at {}", now.wall));
            trust(now);
        } else if (isNews(step.get())) {
            reported = step;
            report(step.get());
        }
        if (notedAt.filter(at -> now.nanos - at < BETWEEN_NOTES.toNanos()).isEmpty()) {
            note(now);
        }
    }

    private boolean isNews(ClockStep step) {
        return reported.filter(known -> step.by().minus(known.by()).abs().compareTo(BOUND) <= 0)
                .isEmpty();
    }

    private void report(ClockStep step) {
        LOGGER.warn(
                "{} from {} to {}, by {} s. Nothing is deleted by it until it is back or confirmed"
                        + " (docs/reference/operations.md, The clock)",
                line.isNoted() ? "Since this server ran last the clock went" : "The clock stepped",
                step.expected(),
                step.found(),
                step.seconds());
        metrics.stepped();
        listener.accept(step);
    }

    private void trust(Reading now) {
        line = now.line();
        reported = Optional.empty();
    }

    private void note(Reading now) {
        note.write(expected(now));
        notedAt = Optional.of(now.nanos);
    }

    private Optional<ClockStep> step(Reading now) {
        Line known = line;
        ClockStep step = new ClockStep(known.at(now.nanos), now.wall);
        boolean trusted = step.by().compareTo(BOUND.negated()) >= 0 && step.by().compareTo(known.ahead) <= 0;
        return trusted ? Optional.empty() : Optional.of(step);
    }

    /** Reads both clocks as one: again if something, for example a pause of the process, came in between. */
    private Reading read() {
        while (true) {
            long before = nanos.getAsLong();
            Instant time = wall.instant();
            if (nanos.getAsLong() - before <= LONGEST_READING.toNanos()) {
                return new Reading(time, before);
            }
        }
    }

    private static final class Reading {
        private final Instant wall;
        private final long nanos;

        private Reading(Instant wall, long nanos) {
            this.wall = wall;
            this.nanos = nanos;
        }

        private Line line() {
            return new Line(wall, nanos, BOUND);
        }
    }

    /** Where the wall clock goes if it does not step. Immutable. */
    private static final class Line {
        private final Instant from;
        private final long nanos;
        /** How far the wall clock may be ahead of it and still be trusted. */
        private final Duration ahead;

        private Line(Instant from, long nanos, Duration ahead) {
            this.from = from;
            this.nanos = nanos;
            this.ahead = ahead;
        }

        /** Whether it begins with the note of an earlier run. */
        private boolean isNoted() {
            return ahead.equals(LONGEST_STOP);
        }

        private Instant at(long then) {
            return from.plusNanos(then - nanos);
        }
    }
}
