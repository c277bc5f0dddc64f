// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.clock.TestClocks;
import nl.digipoort.james.testing.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFileTest {
    private static final int MEBI = 1024 * 1024;

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();
    private final ClockWatch watch = TestClocks.watching(clock);

    @Test
    void appendsWholeLinesToWhatIsThere() throws Exception {
        AuditFile file = open("");
        file.write(lines("one", "two"));
        file.close();
        changedToday();

        open("").write(lines("three"));

        assertThat(Files.readString(path())).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void isReadByItsOwnerOnly() throws Exception {
        open("");

        assertThat(Files.getPosixFilePermissions(path())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void beginsALineBehindWhatAKilledServerLeft() throws Exception {
        Files.createDirectories(path().getParent());
        Files.writeString(path(), "{\"half");
        changedToday();

        open("").write(lines("whole"));

        assertThat(Files.readString(path())).isEqualTo("{\"half\nwhole\n");
    }

    @Test
    void isRenamedWhenItIsLargeEnough() throws Exception {
        AuditFile file = open("<rotateAt>1</rotateAt>");
        String large = "x".repeat(MEBI * 2 / 3);

        file.write(lines(large));
        file.write(lines(large));
        file.write(lines("last"));

        assertThat(names()).containsExactly("audit.jsonl", "audit.jsonl." + today() + ".1");
        assertThat(Files.readString(path())).isEqualTo(large + "\nlast\n");
        assertThat(Files.readString(path().resolveSibling("audit.jsonl." + today() + ".1")))
                .startsWith(large + "\n{\"v\":2,\"seq\":2,")
                .contains("\"event\":\"checkpoint\"");
    }

    @Test
    void isRenamedWhenItsDayIsOver() throws Exception {
        AuditFile file = open("");
        file.write(lines("yesterday's"));
        LocalDate yesterday = today();

        clock.move(Duration.ofDays(1));
        file.write(lines("today's"));

        assertThat(names()).containsExactly("audit.jsonl", "audit.jsonl." + yesterday + ".1");
        assertThat(Files.readString(path())).isEqualTo("today's\n");
    }

    @Test
    void removesWhatIsOlderThanTheOperatorWants() throws Exception {
        AuditFile file = open("<keepDays>2</keepDays>");
        Files.writeString(path().resolveSibling("audit.jsonl.notes"), "the operator's own");
        for (int day = 0; day < 5; day++) {
            file.write(lines("day " + day));
            clock.move(Duration.ofDays(1));
        }
        file.write(lines("day 5"));

        assertThat(names())
                .containsExactly(
                        "audit.jsonl",
                        "audit.jsonl." + today().minusDays(2) + ".1",
                        "audit.jsonl." + today().minusDays(1) + ".1",
                        "audit.jsonl.notes");
    }

    @Test
    void keepsEverythingWithoutAWordOfTheOperator() throws Exception {
        AuditFile file = open("");
        for (int day = 0; day < 5; day++) {
            file.write(lines("day " + day));
            clock.move(Duration.ofDays(1000));
        }

        assertThat(names()).hasSize(5);
    }

    @Test
    void beginsANewFileWhenOthersHaveMovedIt() throws Exception {
        AuditFile file = open("");
        file.write(lines("one"));
        Files.move(path(), path().resolveSibling("moved"));

        file.write(lines("two"));

        assertThat(Files.readString(path().resolveSibling("moved"))).isEqualTo("one\n");
        assertThat(Files.readString(path())).isEqualTo("two\n");
    }

    @Test
    void throwsWhatAFullDiskRefusesAndGoesOnWhenThereIsRoom() throws Exception {
        Files.createDirectories(path().getParent());
        Files.createSymbolicLink(path(), Path.of("/dev/full"));
        AuditFile file = open("");

        assertThatThrownBy(() -> file.write(lines("lost"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> file.write(lines("lost too"))).isInstanceOf(IOException.class);

        Files.delete(path());
        file.write(lines("kept"));
        assertThat(Files.readString(path())).isEqualTo("kept\n");
    }

    @Test
    void aProbeWritesNothingAndBeginsANewFileWhenOthersHaveMovedIt() throws Exception {
        AuditFile file = open("");
        file.write(lines("one"));

        file.probe();
        assertThat(Files.readString(path())).isEqualTo("one\n");
        Files.move(path(), path().resolveSibling("moved"));
        file.probe();

        assertThat(path()).isEmptyFile();
        assertThat(file.usableOctets().orElseThrow()).isPositive();
    }

    @Test
    void aProbeTellsOfWhatStandsInTheWay() throws Exception {
        AuditFile file = open("");
        Files.delete(path());
        Files.createDirectory(path());

        assertThatThrownBy(file::probe).isInstanceOf(IOException.class);

        Files.delete(path());
        file.probe();
        assertThat(path()).isEmptyFile();
    }

    @Test
    void removesNothingByAClockThatLeaptUntilItIsConfirmed() throws Exception {
        AuditFile file = open("<keepDays>30</keepDays>");
        file.write(lines("minutes ago"));
        LocalDate before = today();

        clock.step(Duration.ofDays(40));
        file.write(lines("by a wrong clock"));
        clock.move(Duration.ofDays(1));
        file.write(lines("still"));

        assertThat(names())
                .containsExactly(
                        "audit.jsonl", "audit.jsonl." + before + ".1", "audit.jsonl." + today().minusDays(1) + ".1");

        watch.confirm();
        clock.move(Duration.ofDays(1));
        file.write(lines("by a confirmed clock"));
        assertThat(names()).doesNotContain("audit.jsonl." + before + ".1").hasSize(3);
    }

    @Test
    void staysInOrderWhateverTheClockDoes() throws Exception {
        AuditFile file = open("<keepDays>30</keepDays>");
        List<Integer> days = List.of(0, 40, -40, -1, 1, -400, 400, 25, -25, 0);
        int written = 0;
        for (int step : days) {
            clock.step(Duration.ofDays(step));
            if (written % 3 == 2) {
                watch.confirm();
            }
            clock.move(Duration.ofHours(1));
            file.write(lines("record " + written++));
            if (written == 6) {
                file.close();
                file = open("<keepDays>30</keepDays>");
            }
        }

        List<String> records = new ArrayList<>(Files.readAllLines(path()));
        for (Path earlier : AuditFileNames.of(path()).latestFirst()) {
            records.addAll(0, Files.readAllLines(earlier));
        }
        List<String> expected =
                IntStream.range(0, written).mapToObj(i -> "record " + i).collect(Collectors.toList());
        records.removeIf(record -> record.contains("\"checkpoint\""));
        assertThat(records).isSubsetOf(expected).isSortedAccordingTo(Comparator.naturalOrder());
    }

    @Test
    void isNotOlderThanTheFilesBeforeItWhenTheClockWasBehindAtTheLastWrite() throws Exception {
        AuditFile file = open("<keepDays>30</keepDays>");
        file.write(lines("first"));
        LocalDate first = today();
        clock.move(Duration.ofDays(1));
        file.write(lines("second"));
        file.close();
        Files.setLastModifiedTime(path(), FileTime.from(clock.instant().minus(Duration.ofDays(400))));

        AuditFile restarted = open("<keepDays>30</keepDays>");
        restarted.write(lines("third"));

        assertThat(names())
                .containsExactly("audit.jsonl", "audit.jsonl." + first + ".1", "audit.jsonl." + first + ".2");
    }

    /** An operator may have archived the first ones. */
    @Test
    void takesNoNumberBeforeTheLastOne() throws Exception {
        AuditFile file = open("<rotateAt>1</rotateAt>");
        String large = "x".repeat(MEBI * 2 / 3);
        for (int i = 0; i < 4; i++) {
            file.write(lines(large));
        }
        Files.delete(path().resolveSibling("audit.jsonl." + today() + ".1"));

        file.write(lines(large));

        assertThat(names())
                .containsExactly(
                        "audit.jsonl",
                        "audit.jsonl." + today() + ".2",
                        "audit.jsonl." + today() + ".3",
                        "audit.jsonl." + today() + ".4");
    }

    private AuditFile open(String elements) throws IOException {
        AuditFile file = new AuditFile(
                path(),
                TestAudit.settings(elements),
                watch,
                Disk.REAL,
                TestAudit.checkpoints(SigningKeys.none(), clock));
        file.open();
        return file;
    }

    private static List<AuditLine> lines(String... texts) {
        return Stream.of(texts).map(AuditLines::text).collect(Collectors.toList());
    }

    private void changedToday() throws IOException {
        Files.setLastModifiedTime(path(), FileTime.from(clock.instant()));
    }

    private Path path() {
        return directory.resolve("audit/audit.jsonl");
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(path().getParent())) {
            return files.map(file -> file.getFileName().toString()).sorted().collect(Collectors.toList());
        }
    }
}
