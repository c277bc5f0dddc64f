// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.common.io.BaseEncoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import nl.digipoort.james.clock.TestClocks;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the chain is signed, by which key, and where the signatures go. */
class CheckpointsTest {
    private static final AuditRecord RECORD =
            AuditRecord.of(AuditEvent.UNMARKED).with(AuditField.MESSAGES, 1);

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();
    private final RecordingMetricFactory metrics = new RecordingMetricFactory();

    /** RFC 8032 section 7.1, test 1. */
    @Test
    void signsAsInTheStandard() {
        SigningKey key = new SigningKey(BaseEncoding.base16()
                .lowerCase()
                .decode("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));

        assertThat(key.publicKey()).isEqualTo("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
        assertThat(BaseEncoding.base16()
                        .lowerCase()
                        .encode(BaseEncoding.base64().decode(key.sign(new byte[0]))))
                .isEqualTo("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
                        + "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
    }

    @Test
    void signsTheLineBeforeTheSignature() throws Exception {
        AuditTrail trail = trail(TestSigningKeys.inFile(directory, 1), List.of());
        trail.require(RECORD);
        trail.checkpoint();

        String line = lines().get(1);
        assertThat(TestSigningKeys.isSigned(line)).isTrue();
        assertThat(AuditLines.fields(line))
                .containsEntry("event", "checkpoint")
                .containsEntry("chain", "node-1")
                .containsEntry("key", TestSigningKeys.key(1).id())
                .containsEntry("heads", "[\"node-2 7 " + ChainHead.NONE.hash() + "\"]");
        assertThat(new ArrayList<>(AuditLines.fields(line).keySet())).endsWith("key", "publicKey", "signature");
        assertThat(TestSigningKeys.isSigned(line.replace("\"seq\":2", "\"seq\":3")))
                .isFalse();
    }

    @Test
    void confirmsOnlyWhatIsNew() throws Exception {
        AuditTrail trail = trail(TestSigningKeys.inFile(directory, 1), List.of());
        trail.checkpoint();
        trail.checkpoint();
        trail.require(RECORD);
        trail.checkpoint();
        trail.checkpoint();

        assertThat(told("event", "key")).containsExactly(by(1), "unmarked", by(1));
    }

    @Test
    void isTheLastRecordOfAFileThatIsRenamed() throws Exception {
        AuditTrail trail = trail(TestSigningKeys.inFile(directory, 1), List.of());
        trail.require(RECORD);
        clock.move(Duration.ofDays(1));
        trail.require(RECORD);
        trail.checkpoint();
        clock.move(Duration.ofDays(1));
        trail.require(RECORD);

        List<Path> renamed = AuditFileNames.of(path()).latestFirst();
        assertThat(renamed).hasSize(2).allSatisfy(file -> {
            List<String> lines = Files.readAllLines(file);
            assertThat(lines).hasSize(2);
            assertThat(TestSigningKeys.isSigned(lines.get(1))).isTrue();
        });
    }

    @Test
    void vouchesForTheNextKey() throws Exception {
        AuditTrail trail = trail(TestSigningKeys.inFile(directory, 1), List.of());
        trail.require(RECORD);
        trail.checkpoint();

        TestSigningKeys.write(directory, 2, 1);
        trail.checkpoint();
        trail.require(RECORD);
        trail.checkpoint();

        assertThat(told("event", "key", "nextKey"))
                .containsExactly("unmarked", by(1), by(1) + " " + id(2), by(2), "unmarked", by(2));
        assertThat(lines()).filteredOn(line -> line.contains("checkpoint")).allMatch(TestSigningKeys::isSigned);
        assertThat(lines().get(2)).contains(TestSigningKeys.key(2).publicKey());
    }

    /** The key may be changed while the server does not run. */
    @Test
    void vouchesForTheNextKeyAfterARestart() throws Exception {
        AuditTrail trail = trail(TestSigningKeys.inFile(directory, 1), List.of());
        trail.checkpoint();
        trail.close();
        Files.setLastModifiedTime(path(), FileTime.from(clock.instant()));
        TestSigningKeys.write(directory, 2, 1);

        AuditTrail restarted = trail(SigningKeys.inFile(TestSigningKeys.path(directory)), List.of());
        restarted.require(RECORD);
        restarted.checkpoint();

        assertThat(told("event", "key", "nextKey")).containsExactly(by(1), "unmarked", by(1) + " " + id(2), by(2));
    }

    @Test
    void changesToAKeyForWhichNobodyCanVouch() throws Exception {
        AuditTrail trail = trail(TestSigningKeys.inFile(directory, 1), List.of());
        trail.checkpoint();

        TestSigningKeys.write(directory, 2);
        trail.require(RECORD);
        trail.checkpoint();

        assertThat(told("event", "key", "nextKey")).containsExactly(by(1), "unmarked", by(2));
    }

    @Test
    void goesOnWithTheEarlierKeyWhenTheFileCannotBeRead() throws Exception {
        AuditTrail trail = trail(TestSigningKeys.inFile(directory, 1), List.of());
        Files.writeString(TestSigningKeys.path(directory), "nonsense");
        trail.checkpoint();

        assertThat(told("event", "key")).containsExactly(by(1));
        assertThat(trail.weaknesses())
                .containsExactly(
                        "The signing key of the audit trail has changed to what cannot be read; the earlier key signs");

        TestSigningKeys.write(directory, 1);
        trail.checkpoint();
        assertThat(trail.weaknesses()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "missing",
            value = {
                "missing|cannot read the signing key of the audit trail ",
                "''|it has no key",
                "# a comment|it has no key",
                "c2hvcnQ=|line 1 is not base64 for 32 octets",
                "'\n!'|line 2 is not base64 for 32 octets",
            })
    void refusesToStartWithoutAKey(String content, String complaint) throws Exception {
        if (content != null) {
            Files.writeString(TestSigningKeys.path(directory), content);
        }

        assertThatThrownBy(() -> SigningKeys.inFile(TestSigningKeys.path(directory)))
                .isInstanceOf(SigningKeyException.class)
                .hasMessageContaining(complaint)
                .hasMessageContaining("openssl rand -base64 32 > " + TestSigningKeys.path(directory));
    }

    @Test
    void areSentInOrderAndAgainAfterAFailure() throws Exception {
        Path elsewhere = directory.resolve("other/checkpoints.jsonl");
        AuditTrail trail = trail(TestSigningKeys.inFile(directory, 1), List.of(new CheckpointFile(elsewhere)));
        trail.checkpoint();
        await().until(() -> metrics.countFor("digipoort-audit-checkpoint-unsent") == 1);
        await().untilAsserted(() -> assertThat(trail.weaknesses())
                .containsExactly("Checkpoints of the audit trail cannot be sent where they are to be kept"));

        Files.createDirectory(elsewhere.getParent());
        for (int i = 0; i < 3; i++) {
            trail.require(RECORD);
            trail.checkpoint();
        }
        trail.close();

        List<String> written =
                lines().stream().filter(line -> line.contains("\"checkpoint\"")).collect(Collectors.toList());
        assertThat(Files.readAllLines(elsewhere)).isEqualTo(written.subList(1, 4));
        assertThat(trail.weaknesses()).isEmpty();
    }

    @Test
    void areNotSpoiltByThePartOfALineThatAFullDiskLeft() throws Exception {
        Path elsewhere = directory.resolve("checkpoints.jsonl");
        Files.writeString(elsewhere, "{\"v\":2,\"se");
        AuditTrail trail = trail(TestSigningKeys.inFile(directory, 1), List.of(new CheckpointFile(elsewhere)));
        trail.checkpoint();
        trail.close();

        assertThat(Files.readAllLines(elsewhere)).containsExactly("{\"v\":2,\"se", lines().get(0));
    }

    @Test
    void areGivenToACommand() throws Exception {
        Path kept = directory.resolve("kept");
        CheckpointTarget tee = new CheckpointCommand(List.of("tee", "-a", kept.toString()), Duration.ofSeconds(60));
        AuditTrail trail = trail(TestSigningKeys.inFile(directory, 1), List.of(tee));
        trail.checkpoint();
        trail.close();

        assertThat(Files.readAllLines(kept)).isEqualTo(lines());
    }

    @Test
    void tellsOfACommandThatFailsOrDoesNotEnd() {
        CheckpointLine line = TestAudit.checkpoints(SigningKeys.none(), clock).next();
        CheckpointTarget failing = new CheckpointCommand(List.of("sh", "-c", "cat; exit 3"), Duration.ofSeconds(60));
        CheckpointTarget hanging = new CheckpointCommand(List.of("sleep", "600"), Duration.ofMillis(1));
        CheckpointTarget missing = new CheckpointCommand(List.of("/no/such/command"), Duration.ofSeconds(60));

        assertThatThrownBy(() -> failing.send(line)).hasMessage("it ended with status 3");
        assertThatThrownBy(() -> hanging.send(line)).hasMessageContaining("it did not end within");
        assertThatThrownBy(() -> missing.send(line)).isInstanceOf(IOException.class);
    }

    private AuditTrail trail(SigningKeys keys, List<CheckpointTarget> targets) throws IOException {
        AuditSettings settings = TestAudit.settings("");
        AuditMetrics counted = new AuditMetrics(metrics, new NoopGaugeRegistry());
        AuditJson json = new AuditJson("node-1");
        Checkpoints checkpoints = new Checkpoints(
                json,
                clock,
                keys,
                "node-1",
                () -> List.of("node-2 7 " + ChainHead.NONE.hash()),
                new CheckpointSender(targets, counted),
                Optional.empty());
        AuditFile file = new AuditFile(path(), settings, TestClocks.watching(clock), channel -> {}, checkpoints);
        LastSigner.of(path()).ifPresent(checkpoints::signedLastBy);
        return new AuditTrail(settings, file, json, clock, counted, DeferredForce.background(), checkpoints);
    }

    private Path path() {
        return directory.resolve("audit.jsonl");
    }

    private static String id(int key) {
        return TestSigningKeys.key(key).id();
    }

    private static String by(int key) {
        return "checkpoint " + id(key);
    }

    /** The lines of all files, in the order of writing. */
    private List<String> lines() throws IOException {
        List<Path> files = new ArrayList<>(AuditFileNames.of(path()).latestFirst());
        Collections.reverse(files);
        files.add(path());
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            lines.addAll(Files.readAllLines(file));
        }
        return lines;
    }

    private List<String> told(String... fields) throws IOException {
        return lines().stream()
                .map(line -> List.of(fields).stream()
                        .map(AuditLines.fields(line)::get)
                        .filter(value -> value != null)
                        .collect(Collectors.joining(" ")))
                .collect(Collectors.toList());
    }
}
