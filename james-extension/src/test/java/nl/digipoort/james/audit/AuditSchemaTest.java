// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.clock.TestClocks;
import nl.digipoort.james.configuration.ConfigurationDigest;
import nl.digipoort.james.maildrop.TestMarkedMessages;
import nl.digipoort.james.maildrop.UpdateListener.Fate;
import nl.digipoort.james.testing.AuditSchema;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema and the page describe every record that is written, and no other. */
class AuditSchemaTest {
    private static final Path DOCS = Path.of("..", "docs");

    @TempDir
    private Path directory;

    private final TestAudit audit = new TestAudit("<sha256>true</sha256>");
    private final SessionAudit session = audit.session();

    @Test
    void knowsEveryRecordOfASession() throws Exception {
        retrieve("1.1").complete(5);
        retrieve("1.2").cutOff(2);
        session.marks("1.1", 5);
        session.unmarked(1);
        session.begins(TestMarkedMessages.of(501));
        for (Fate fate : Fate.values()) {
            session.ended(TestMarkedMessages.of(1), fate);
        }
        for (SessionAudit.Ending ending : SessionAudit.Ending.values()) {
            session.sessionEnded(ending);
        }
        ExpirationAudit expiration = new ExpirationAudit(
                audit.trail(), Username.of("anna@example.org"), 3, "retention=30", uid -> Duration.ofDays(31));
        expiration.begins(TestMarkedMessages.of(501));
        for (Fate fate : Fate.values()) {
            expiration.ended(TestMarkedMessages.of(1), fate);
        }
        audit.breakDown(true);
        session.unmarked(1);
        audit.breakDown(false);
        session.unmarked(1);

        assertThat(problems()).isEmpty();
        assertThat(audit.records("event"))
                .containsSequence("retrieval-begun", "retrieval-ended", "retrieval-begun", "retrieval-ended")
                .containsSequence("deletion-begun", "deletion-begun", "deletion-ended")
                .contains("gap");
    }

    @Test
    void knowsTheStepsOfTheClock() throws Exception {
        TestClock clock = new TestClock();
        ClockWatch watch = TestClocks.watching(clock);
        new ClockAudit(audit.trail(), watch).start();
        for (int hours : new int[] {1, -3}) {
            clock.step(Duration.ofHours(hours));
            TestClocks.look(watch);
        }

        assertThat(problems()).isEmpty();
        assertThat(audit.records("event", "expected", "seconds"))
                .containsExactly("clock-stepped 1970-01-01T00:16:40Z 3600", "clock-stepped 1970-01-01T00:16:40Z -7200");
    }

    @Test
    void knowsTheStartAndTheStopOfTheServer() throws Exception {
        ServerAudit failed = new ServerAudit();
        failed.setTrail(audit.trail());
        failed.stop();
        assertThat(audit.lines()).isEmpty();
        ServerAudit server = new ServerAudit();
        server.setTrail(audit.trail());
        server.setConfiguration(DOCS);

        server.start();
        server.stop();

        assertThat(problems()).isEmpty();
        assertThat(audit.records("configurationSha256").get(0)).isEqualTo(ConfigurationDigest.of(DOCS));
        assertThat(audit.records("seq", "event", "version"))
                .containsExactly("1 server-started unknown", "2 checkpoint", "3 server-stopped", "4 checkpoint");
    }

    @Test
    void knowsCheckpoints() throws Exception {
        SigningKeys keys = TestSigningKeys.inFile(directory, 1, 2);
        keys.signedLastBy(TestSigningKeys.key(2).id());
        TestClock clock = new TestClock();
        Checkpoints signed = TestAudit.checkpoints(keys, clock);
        Checkpoints unsigned = TestAudit.checkpoints(SigningKeys.none(), clock);

        List<AuditLine> lines = new ArrayList<>(signed.handOver());
        lines.add(unsigned.next());

        for (AuditLine line : lines) {
            assertThat(schema().problems(AuditLines.first(line))).isEmpty();
        }
        assertThat(lines).hasSize(3);
    }

    @Test
    void knowsABrokenChain() throws Exception {
        audit.trail()
                .note(AuditRecord.of(AuditEvent.CHAIN_BROKEN)
                        .with(AuditField.EXPECTED_SEQ, 41)
                        .with(AuditField.EXPECTED_HASH, ChainHead.NONE.hash()));

        assertThat(problems()).isEmpty();
    }

    @Test
    void knowsTheRecordOfAnAcceptedLoss() throws Exception {
        AcceptedLoss loss = new AcceptedLoss(audit.trail());
        loss.record();
        assertThat(audit.lines()).isEmpty();
        System.setProperty("digipoort.accepted.loss", "james.log is missing");
        try {
            loss.record();
        } finally {
            System.clearProperty("digipoort.accepted.loss");
        }

        assertThat(problems()).isEmpty();
        assertThat(audit.records("event", "damage")).containsExactly("loss-accepted james.log is missing");
    }

    private RetrievalAudit retrieve(String uniqueId) throws Exception {
        RetrievalAudit retrieval = session.retrievalBegins("RETR", uniqueId, 5);
        String message = "Message-ID: <" + uniqueId + "@example.org>\r\n\r\n";
        retrieval
                .observe(new ByteArrayInputStream(message.getBytes(StandardCharsets.US_ASCII)))
                .readAllBytes();
        return retrieval;
    }

    private List<String> problems() throws Exception {
        AuditSchema schema = schema();
        List<String> problems = new ArrayList<>();
        for (String line : audit.lines()) {
            schema.problems(line).forEach(problem -> problems.add(line + ": " + problem));
        }
        return problems;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'v':2,'seq':1,'prev':'HASH','time':'2026-11-24T03:33:54.007Z','event':'gap','node':'n'}",
                "{'v':1,'seq':1,'prev':'HASH','time':'2026-11-24T03:33:54.007Z','event':'gap','node':'n','missing':1}",
                "{'v':2,'seq':0,'prev':'HASH','time':'2026-11-24T03:33:54.007Z','event':'gap','node':'n','missing':1}",
                "{'v':2,'seq':1,'prev':'','time':'2026-11-24T03:33:54.007Z','event':'gap','node':'n','missing':1}",
                "{'v':2,'time':'2026-11-24T03:33:54.007Z','event':'gap','node':'n','missing':1}",
                "{'v':2,'seq':1,'prev':'HASH','time':'2026-11-24 03:33:54','event':'gap','node':'n','missing':1}",
                "{'v':2,'seq':1,'prev':'HASH','time':'2026-11-24T03:33:54.007Z','event':'gap','node':'n','missing':1,'x':1}",
            })
    void knowsNoOther(String line) throws Exception {
        String json = line.replace('\'', '"').replace("HASH", ChainHead.NONE.hash());

        assertThat(schema().problems(json)).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(AuditEvent.class)
    void knowsEachEvent(AuditEvent event) throws Exception {
        assertThat(schema().text()).contains("{\"const\": \"" + event.wire() + "\"}");
        assertThat(page()).contains("\n| `" + event.wire() + "` |");
    }

    @Test
    void thePageTellsOfEachField() throws Exception {
        Set<String> documented = new TreeSet<>();
        String fields = page().substring(page().indexOf("## The fields"), page().indexOf("## What it proves"));
        fields.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(2, line.indexOf(" | ", 2)))
                .forEach(names ->
                        documented.addAll(List.of(names.replace("`", "").split(", "))));

        Set<String> known = new TreeSet<>(Set.of("v", "seq", "prev", "time", "event", "node"));
        for (AuditField field : AuditField.values()) {
            known.add(field.wire());
            assertThat(schema().text()).contains("\"" + field.wire() + "\": ");
        }
        assertThat(documented).isEqualTo(known);
    }

    private static AuditSchema schema() throws Exception {
        return AuditSchema.read(DOCS.resolve("reference/audit.schema.json"));
    }

    private static String page() throws Exception {
        return Files.readString(DOCS.resolve("reference/audit.md"));
    }
}
