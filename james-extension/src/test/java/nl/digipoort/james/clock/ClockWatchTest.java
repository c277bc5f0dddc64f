// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import nl.digipoort.james.credential.CapturedLog;
import nl.digipoort.james.testing.RecordedGauges;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockWatchTest {
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();
    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final RecordedGauges gauges = new RecordedGauges();
    private final List<Duration> heard = new ArrayList<>();

    @Test
    void trustsAClockThatIsSlewed() {
        ClockWatch watch = started();
        for (int look = 0; look < 10_000; look++) {
            clock.move(LOOK);
            clock.step(Duration.ofMillis(look < 5_000 ? 900 : -900));
            watch.look();

            assertThat(watch.step()).isEmpty();
        }
        assertThat(watch.earliest()).isEqualTo(watch.latest()).isEqualTo(clock.instant());
        assertThat(heard).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-40L * 24 * 60, -60, 60, 25 * 60, 40L * 24 * 60})
    void trustsNoClockThatStepped(long minutes) {
        ClockWatch watch = started();
        clock.move(Duration.ofSeconds(5));
        Instant before = clock.instant();

        clock.step(Duration.ofMinutes(minutes));

        assertThat(watch.earliest()).isEqualTo(minutes < 0 ? clock.instant() : before);
        assertThat(watch.latest()).isEqualTo(minutes < 0 ? before : clock.instant());
        clock.move(LOOK);
        assertThat(watch.step().orElseThrow().expected()).isEqualTo(before.plus(LOOK));
        assertThat(watch.step().orElseThrow().by()).isEqualTo(Duration.ofMinutes(minutes));
        assertThat(gauges.value("digipoort-clock-off-seconds")).isEqualTo(minutes * 60);
    }

    @Test
    void tellsOfEachStepOnce() {
        ClockWatch watch = started();
        try (CapturedLog log = CapturedLog.of(ClockWatch.class)) {
            clock.step(HOUR);
            watch.look();
            clock.move(LOOK);
            watch.look();
            clock.step(HOUR);
            watch.look();

            assertThat(log.take())
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("The clock stepped from 1970-01-01T00:16:40Z to 1970-01-01T01:16:40Z, by 3600 s");
        }
        assertThat(heard).containsExactly(HOUR, HOUR.multipliedBy(2));
        assertThat(metrics.countFor("digipoort-clock-steps")).isEqualTo(2);
    }

    @Test
    void trustsAClockThatIsBack() {
        ClockWatch watch = started();
        clock.step(HOUR);
        watch.look();
        clock.move(LOOK);
        clock.step(HOUR.negated());

        watch.look();

        assertThat(watch.step()).isEmpty();
        clock.step(HOUR);
        watch.look();
        assertThat(heard).containsExactly(HOUR, HOUR);
    }

    @Test
    void trustsAClockThatAnOperatorConfirms() {
        ClockWatch watch = started();
        clock.step(HOUR);
        watch.look();

        assertThat(watch.confirm().orElseThrow().by()).isEqualTo(HOUR);

        assertThat(watch.step()).isEmpty();
        assertThat(watch.earliest()).isEqualTo(clock.instant());
        assertThat(watch.confirm()).isEmpty();
        assertThat(restarted().step()).isEmpty();
    }

    /** Suspended, a machine counts no monotonic time: its clock is right, and an operator says so. */
    @Test
    void takesASuspendedMachineForAStep() {
        ClockWatch watch = started();

        clock.step(Duration.ofHours(8));

        assertThat(watch.step()).isPresent();
    }

    /** A paused process, or one that gets no processor, counts both. */
    @Test
    void takesNoPauseForAStep() {
        AtomicLong asked = new AtomicLong();
        ClockWatch watch = new ClockWatch(
                clock,
                () -> {
                    long now = clock.nanos();
                    if (asked.incrementAndGet() == 5) {
                        clock.move(Duration.ofMinutes(5));
                    }
                    return now;
                },
                note(),
                new ClockMetrics(metrics, gauges));

        for (int i = 0; i < 5; i++) {
            assertThat(watch.step()).isEmpty();
        }
        assertThat(asked.get()).isGreaterThan(12);
    }

    @Test
    void trustsAClockAfterAStopOfADay() {
        started();

        clock.step(Duration.ofDays(1));

        assertThat(restarted().step()).isEmpty();
    }

    @Test
    void trustsNoClockThatIsFurtherWhenTheServerStarts() {
        started();
        Instant noted = clock.instant();

        clock.step(Duration.ofDays(1).plusMillis(1));
        ClockWatch watch = restarted();

        assertThat(watch.earliest()).isEqualTo(noted);
        assertThat(watch.latest()).isEqualTo(clock.instant());
        try (CapturedLog log = CapturedLog.of(ClockWatch.class)) {
            watch.look();
            assertThat(log.take())
                    .singleElement()
                    .asString()
                    .contains("Since this server ran last the clock went from");
        }
        assertThat(restarted().step()).isPresent();
        assertThat(watch.confirm()).isPresent();
        assertThat(restarted().step()).isEmpty();
    }

    @Test
    void trustsNoClockThatIsBeforeWhatWasNoted() throws IOException {
        started();
        Instant noted = clock.instant();

        clock.step(Duration.ofDays(-40));
        ClockWatch watch = restarted();

        assertThat(watch.earliest()).isEqualTo(clock.instant());
        assertThat(watch.latest()).isEqualTo(noted);
        clock.move(Duration.ofHours(2));
        watch.look();
        assertThat(Files.readString(directory.resolve("var/clock"))).isEqualTo(noted.plus(HOUR.multipliedBy(2)) + "\n");
    }

    /** Set right at last: the time of the stop is not known. */
    @Test
    void trustsAClockThatIsSetRightAfterTheStart() {
        started();
        clock.step(Duration.ofDays(-40));
        ClockWatch watch = restarted();
        watch.look();

        clock.step(Duration.ofDays(40).plusHours(3));
        watch.look();

        assertThat(watch.step()).isEmpty();
        assertThat(watch.earliest()).isEqualTo(clock.instant());
    }

    @Test
    void notesTheTimeEachMinute() throws IOException {
        ClockWatch watch = started();
        Instant begin = clock.instant();
        for (int look = 0; look < 6; look++) {
            assertThat(Files.readString(directory.resolve("var/clock"))).isEqualTo(begin + "\n");
            clock.move(LOOK);
            watch.look();
        }

        assertThat(Files.readString(directory.resolve("var/clock"))).isEqualTo(begin.plusSeconds(60) + "\n");
        assertThat(directory.resolve("var")).isDirectoryNotContaining("glob:**.next");
    }

    @Test
    void trustsNoClockBesideANoteThatCannotBeUnderstood() throws IOException {
        clock.move(Duration.ofDays(20_000));
        started();
        Files.writeString(directory.resolve("var/clock"), "half a no");

        assertThat(restarted().step()).isPresent();
    }

    @Test
    void goesOnWhereNothingCanBeNoted() throws IOException {
        Files.createDirectories(directory.resolve("var/clock/in-the-way"));

        try (CapturedLog log = CapturedLog.of(ClockNote.class)) {
            ClockWatch watch = restarted();
            watch.confirm();
            watch.confirm();

            assertThat(log.take()).hasSize(2);
            assertThat(watch.step()).isEmpty();
        }
    }

    private ClockWatch started() {
        ClockWatch watch = restarted();
        watch.look();
        return watch;
    }

    private ClockWatch restarted() {
        ClockWatch watch = new ClockWatch(clock, clock::nanos, note(), new ClockMetrics(metrics, gauges));
        watch.setListener(step -> heard.add(step.by()));
        return watch;
    }

    private ClockNote note() {
        return new ClockNote(directory.resolve("var/clock"));
    }
}
