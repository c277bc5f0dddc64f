// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.common.base.Ticker;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.clock.TestClocks;
import nl.digipoort.james.testing.RecordedGauges;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who waits for the disk, and for how long. */
class GroupForceTest {
    private static final int MANY = 10;

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();
    private final ClockWatch watch = TestClocks.watching(clock);
    private final AtomicLong nanoseconds = new AtomicLong();
    private final GroupForce forces = new GroupForce(new Ticker() {
        @Override
        public long read() {
            return nanoseconds.get();
        }
    });
    private final SlowDisk disk = new SlowDisk();
    private final RecordedGauges gauges = new RecordedGauges();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService background = DeferredForce.background();

    @AfterEach
    void stop() {
        disk.answers(2 * MANY);
        threads.shutdownNow();
        background.shutdownNow();
    }

    @Test
    void returnsAfterTheForce() throws Exception {
        disk.answers(1);
        Written written = forces.join(open());
        assertThat(disk.forced).hasValue(0);

        written.await();

        assertThat(disk.forced).hasValue(1);
    }

    @Test
    void forcesOnceForAllWhoWroteMeanwhile() throws Exception {
        OpenAuditFile file = open();
        Future<?> first = waiting(forces.join(file));
        disk.awaitForce();
        List<Future<?>> others = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            others.add(waiting(forces.join(file)));
        }
        await().until(() -> forces.waiting() == MANY);
        assertThat(others).noneMatch(Future::isDone);
        assertThat(first).isNotDone();

        disk.answers(2);

        first.get();
        for (Future<?> other : others) {
            other.get();
        }
        assertThat(disk.forced).hasValue(2);
    }

    @Test
    void letsNobodyThroughAfterAFailure() throws Exception {
        OpenAuditFile file = open();
        disk.broken = true;
        Future<?> first = waiting(forces.join(file));
        disk.awaitForce();
        Future<?> meanwhile = waiting(forces.join(file));
        await().until(() -> forces.waiting() == 1);

        disk.answers(2);

        assertThatThrownBy(first::get).isInstanceOf(ExecutionException.class).hasRootCauseMessage("the disk is broken");
        assertThatThrownBy(meanwhile::get).isInstanceOf(ExecutionException.class);
        assertThat(disk.forced).hasValue(0);
        assertThat(file.isBroken()).isTrue();
    }

    @Test
    void bringsAFileToTheDiskBeforeItIsClosed() throws Exception {
        OpenAuditFile file = open();
        Written written = forces.join(file);
        disk.answers(1);

        forces.close(file);
        written.await();

        assertThat(disk.forced).hasValue(1);
    }

    @Test
    void tellsThatTheDiskDoesNotAnswer() throws Exception {
        Future<?> first = waiting(forces.join(open()));
        disk.awaitForce();
        assertThatCode(forces::probe).doesNotThrowAnyException();
        nanoseconds.addAndGet(Duration.ofSeconds(11).toNanos());

        assertThatThrownBy(forces::probe).hasMessage("the disk has not answered for 11 seconds");

        disk.answers(1);
        first.get();
        assertThatCode(forces::probe).doesNotThrowAnyException();
    }

    @Test
    void tellsThatTheDiskDoesNotAnswerWhenAFileIsClosed() throws Exception {
        OpenAuditFile file = open();
        Future<?> closing = threads.submit(() -> {
            forces.close(file);
            return null;
        });
        disk.awaitForce();
        nanoseconds.addAndGet(Duration.ofSeconds(11).toNanos());

        Future<?> probe = threads.submit(() -> {
            forces.probe();
            return null;
        });

        assertThatThrownBy(() -> probe.get(1, TimeUnit.MINUTES))
                .hasRootCauseMessage("the disk has not answered for 11 seconds");
        disk.answers(1);
        closing.get();
        assertThatCode(forces::probe).doesNotThrowAnyException();
    }

    @Test
    void refusesAndOpensTheFileAgainUntilTheDiskWorks() throws Exception {
        AuditTrail trail = trail("");
        disk.answers(100);
        disk.broken = true;
        assertThatThrownBy(() -> trail.require(AuditRecord.of(AuditEvent.LOGIN)))
                .isInstanceOf(NotRecordedException.class);

        disk.broken = false;
        trail.require(AuditRecord.of(AuditEvent.LOGIN));

        assertThat(everything())
                .extracting(line -> AuditLines.fields(line).get("seq") + " "
                        + AuditLines.fields(line).get("event"))
                .containsExactly("1 login", "2 checkpoint", "3 gap", "4 login");
    }

    @Test
    void isInTroubleUntilTheDiskConfirmsTheGap() throws Exception {
        AuditTrail trail = trail("");
        disk.answers(100);
        disk.broken = true;
        assertThatThrownBy(() -> trail.require(AuditRecord.of(AuditEvent.LOGIN)))
                .isInstanceOf(NotRecordedException.class);

        for (int i = 0; i < 2; i++) {
            changedToday();
            assertThatThrownBy(trail::probe).hasMessageStartingWith("the disk did not take the records");
        }
        disk.broken = false;
        changedToday();
        trail.probe();

        assertThat(gauges.value("digipoort-audit-gap")).isEqualTo(0L);
        assertThat(everything().get(everything().size() - 1)).contains("\"missing\":1");
    }

    @Test
    void forcesNotesWithoutAWaiter() {
        AuditTrail trail = trail("");
        disk.answers(1);

        trail.note(AuditRecord.of(AuditEvent.LOGIN));

        await().until(() -> disk.forced.get() == 1);
    }

    @Test
    void doesNotWaitForTheDiskWhereTheOperatorDoesNotWantIt() {
        AuditTrail trail = trail("<sync>false</sync>");

        trail.require(AuditRecord.of(AuditEvent.LOGIN));

        assertThat(disk.forced).hasValue(0);
    }

    private AuditTrail trail(String elements) {
        AuditSettings settings = TestAudit.settings(elements);
        return new AuditTrail(
                settings,
                new AuditFile(path(), settings, watch, disk, TestAudit.checkpoints(SigningKeys.none(), clock)),
                new AuditJson("node-1"),
                clock,
                new AuditMetrics(new RecordingMetricFactory(), gauges),
                background,
                TestAudit.checkpoints(SigningKeys.none(), clock));
    }

    /** By the clock of the test, so that the file is not renamed. */
    private void changedToday() throws IOException {
        Files.setLastModifiedTime(path(), FileTime.from(clock.instant()));
    }

    private OpenAuditFile open() throws IOException {
        return OpenAuditFile.open(path(), Optional.of(disk));
    }

    private List<String> everything() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(path()));
        for (Path earlier : AuditFileNames.of(path()).latestFirst()) {
            lines.addAll(0, Files.readAllLines(earlier));
        }
        return lines;
    }

    private Path path() {
        return directory.resolve("audit.jsonl");
    }

    private Future<?> waiting(Written written) {
        return threads.submit(() -> {
            written.await();
            return null;
        });
    }

    /** A disk that answers when the test lets it. */
    private static final class SlowDisk implements Disk {
        private final Semaphore begun = new Semaphore(0);
        private final Semaphore answers = new Semaphore(0);
        private final AtomicLong forced = new AtomicLong();
        private volatile boolean broken;

        @Override
        public void force(FileChannel channel) throws IOException {
            begun.release();
            answers.acquireUninterruptibly();
            if (broken) {
                throw new IOException("the disk is broken");
            }
            forced.incrementAndGet();
        }

        void awaitForce() throws InterruptedException {
            begun.acquire();
        }

        void answers(int times) {
            answers.release(times);
        }
    }
}
