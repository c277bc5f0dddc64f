// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.clock.TestClocks;
import nl.digipoort.james.testing.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chain of records over files, restarts and failures. */
class ChainOfFilesTest {
    private static final String ZEROS = "0".repeat(64);
    private static final String OLD =
            "{\"v\":1,\"time\":\"1970-01-01T00:00:00.000Z\",\"event\":\"login\",\"node\":\"n\"}";

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();
    private final ClockWatch watch = TestClocks.watching(clock);
    private final AuditJson json = new AuditJson("node-1");

    @Test
    void beginsWithNumberOneAndNoHash() throws Exception {
        write(open(), 3);

        List<String> lines = lines();
        assertThat(lines).hasSize(3);
        assertThat(places(lines))
                .containsExactly("1 " + ZEROS, "2 " + sha256(lines.get(0)), "3 " + sha256(lines.get(1)));
    }

    @Test
    void goesOnAfterARestart() throws Exception {
        write(open(), 2);
        write(open(), 2);

        assertThat(lines()).hasSize(4);
        assertUnbroken(lines());
    }

    @Test
    void goesOnInTheNextFile() throws Exception {
        AuditFile file = open();
        write(file, 2);
        clock.move(Duration.ofDays(1));
        write(file, 2);
        clock.move(Duration.ofDays(1));
        write(open(), 1);

        assertThat(AuditFileNames.of(path()).latestFirst()).hasSize(2);
        assertUnbroken(everything());
    }

    @Test
    void goesOnAfterARestartWithoutTheCurrentFile() throws Exception {
        AuditFile file = open();
        write(file, 2);
        clock.move(Duration.ofDays(1));
        write(file, 1);
        List<String> moved = lines();
        Files.delete(path());

        write(open(), 1);

        assertThat(places(lines()).get(0)).startsWith(places(moved).get(0));
    }

    @Test
    void goesOnFromMemoryWhenAllFilesAreMovedAway() throws Exception {
        AuditFile file = open();
        write(file, 2);
        List<String> moved = lines();
        Files.delete(path());

        write(file, 1);

        assertThat(places(lines())).containsExactly("3 " + sha256(moved.get(1)));
    }

    /** An older file may still be there. */
    @Test
    void goesOnFromMemoryWhenTheCurrentFileIsMovedAway() throws Exception {
        AuditFile file = open();
        write(file, 2);
        clock.move(Duration.ofDays(1));
        write(file, 2);
        List<String> moved = lines();
        Files.delete(path());

        write(file, 1);

        assertThat(places(lines())).containsExactly("6 " + sha256(moved.get(1)));
    }

    @Test
    void followsTheLastRecordOfAnEarlierVersion() throws Exception {
        begin(OLD + "\n" + OLD.replace("login", "marked") + "\n");

        write(open(), 2);

        List<String> lines = lines();
        assertThat(places(lines.subList(2, 4)))
                .containsExactly("1 " + sha256(lines.get(1)), "2 " + sha256(lines.get(2)));
    }

    @Test
    void takesNoPartOfALineForARecord() throws Exception {
        write(open(), 2);
        String whole = Files.readString(path());
        begin(whole + whole.substring(0, 100));

        write(open(), 1);
        write(open(), 1);

        List<String> lines = lines();
        assertThat(lines).hasSize(5);
        lines.remove(2);
        assertUnbroken(lines);
    }

    @Test
    void takesARecordWithoutItsLineEndForOneWhenItFits() throws Exception {
        write(open(), 3);
        begin(Files.readString(path()).stripTrailing());

        write(open(), 1);

        assertThat(lines()).hasSize(4);
        assertUnbroken(lines());
    }

    @Test
    void takesTheOnlyRecordForOneWithoutItsLineEnd() throws Exception {
        write(open(), 1);
        begin(Files.readString(path()).stripTrailing());

        write(open(), 1);

        assertThat(lines()).hasSize(2);
        assertUnbroken(lines());
    }

    @Test
    void takesARecordWithoutItsLineEndForNoneWhenItDoesNotFit() throws Exception {
        write(open(), 3);
        List<String> lines = lines();
        begin(lines.get(0) + "\n" + lines.get(2));

        write(open(), 1);

        assertThat(places(lines()).get(2)).isEqualTo("2 " + sha256(lines.get(0)));
    }

    @Test
    void endsTheLineOfAFileThatIsRenamed() throws Exception {
        write(open(), 2);
        begin(Files.readString(path()).stripTrailing());
        clock.move(Duration.ofDays(1));

        write(open(), 1);

        assertThat(Files.readString(AuditFileNames.of(path()).latestFirst().get(0)))
                .endsWith("}\n");
        assertUnbroken(everything());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "{\"v\":3,\"seq\":9}", "{\"v\":2}", "{\"v\":1}{\"v\":1}", "null", "\u00e9"})
    void passesOverWhatIsNoRecord(String line) throws Exception {
        write(open(), 2);
        begin(Files.readString(path()) + line + "\n");

        write(open(), 1);

        List<String> lines = lines();
        lines.remove(2);
        assertUnbroken(lines);
    }

    @Test
    void goesOnBehindWhatAFailedWriteLeft() throws Exception {
        AuditFile file = open();
        write(file, 1);
        List<AuditLine> batch = List.of(record(), record());
        AuditLine broken = last -> {
            throw new IllegalStateException("cannot be made");
        };
        assertThatThrownBy(() -> file.write(List.of(record(), broken))).isInstanceOf(IllegalStateException.class);

        file.write(batch);

        assertThat(lines()).hasSize(3);
        assertUnbroken(lines());
    }

    @Test
    void believesNobodyElseWhileTheServerRuns() throws Exception {
        AuditFile file = open();
        write(file, 1);
        AuditFile other = open();
        write(other, 2);

        write(file, 1);

        assertThat(places(lines())).extracting(place -> place.substring(0, 1)).containsExactly("1", "2", "3", "2");
    }

    private AuditFile open() throws IOException {
        AuditFile file = new AuditFile(
                path(), TestAudit.settings(""), watch, Disk.REAL, TestAudit.checkpoints(SigningKeys.none(), clock));
        file.open();
        return file;
    }

    private AuditLine record() {
        return json.line(AuditRecord.of(AuditEvent.UNMARKED).with(AuditField.MESSAGES, 1), clock.instant());
    }

    private void write(AuditFile file, int records) throws IOException {
        file.write(IntStream.range(0, records).mapToObj(i -> record()).collect(Collectors.toList()));
        changed();
    }

    private void begin(String content) throws IOException {
        Files.createDirectories(path().getParent());
        Files.writeString(path(), content);
        changed();
    }

    /** By the clock of the test. */
    private void changed() throws IOException {
        Files.setLastModifiedTime(path(), FileTime.from(clock.instant()));
    }

    private Path path() {
        return directory.resolve("audit/audit.jsonl");
    }

    private List<String> lines() throws IOException {
        return new ArrayList<>(Files.readAllLines(path()));
    }

    private List<String> everything() throws IOException {
        List<String> all = lines();
        for (Path earlier : AuditFileNames.of(path()).latestFirst()) {
            all.addAll(0, Files.readAllLines(earlier));
        }
        return all;
    }

    private static List<String> places(List<String> lines) {
        return lines.stream()
                .map(AuditLines::parse)
                .map(record ->
                        record.path("seq").asText() + " " + record.path("prev").asText())
                .collect(Collectors.toList());
    }

    private static void assertUnbroken(List<String> lines) {
        List<String> expected = new ArrayList<>();
        String prev = ZEROS;
        for (String line : lines) {
            expected.add(expected.size() + 1 + " " + prev);
            prev = sha256(line);
        }
        assertThat(places(lines)).isEqualTo(expected);
    }

    private static String sha256(String line) {
        return Hashing.sha256().hashString(line, StandardCharsets.US_ASCII).toString();
    }
}
