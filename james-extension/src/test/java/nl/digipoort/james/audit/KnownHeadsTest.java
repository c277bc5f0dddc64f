// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import nl.digipoort.james.clock.TestClocks;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers as witnesses of each other's chains, and of their own after a restart. */
class KnownHeadsTest {
    private static final String BROKEN = "The audit trail lacks the record with which it was known to end";

    @TempDir
    private Path directory;

    private final Map<String, AuditHead> published = new ConcurrentHashMap<>();
    private final Map<AuditTrail, ServerAudit> running = new HashMap<>();
    private boolean unavailable;

    @BeforeEach
    void publishAnother() {
        published.put("node-2", AuditHead.of("node-2", 7, ChainHead.NONE.hash()));
    }

    @AfterEach
    void stopAll() {
        Set.copyOf(running.keySet()).forEach(this::stop);
    }

    @Test
    void publishesTheHeadOfEachCheckpointAndNamesThoseOfOthers() throws Exception {
        AuditTrail trail = start();
        stop(trail);

        List<String> lines = lines();
        String last = lines.get(lines.size() - 1);
        assertThat(AuditLines.fields(last))
                .containsEntry("event", "checkpoint")
                .containsEntry("heads", "[\"node-2 7 " + ChainHead.NONE.hash() + "\"]");
        assertThat(published.get("node-1").seq()).isEqualTo(lines.size());
        assertThat(published.get("node-1").hash())
                .isEqualTo(WrittenRecord.parse(last).orElseThrow().head().hash());
    }

    @Test
    void findsItsOwnEndAfterARestart() throws Exception {
        stop(start());
        AuditTrail trail = start();

        assertThat(trail.weaknesses()).isEmpty();
        assertThat(events()).doesNotContain("chain-broken");
    }

    /** The database is of yesterday, and nothing is missing. */
    @Test
    void findsAnEarlierEndAfterARestart() throws Exception {
        stop(start());
        AuditHead early = published.get("node-1");
        stop(start());
        published.put("node-1", early);

        assertThat(start().weaknesses()).isEmpty();
    }

    @Test
    void tellsThatTheEndIsCutOff() throws Exception {
        stop(start());
        AuditHead expected = published.get("node-1");
        List<String> lines = lines();
        Files.write(path(), lines.subList(0, lines.size() - 1));

        AuditTrail trail = start();

        assertThat(trail.weaknesses()).containsExactly(BROKEN);
        assertThat(AuditLines.fields(lines().get(lines.size())))
                .containsEntry("event", "chain-broken")
                .containsEntry("expectedSeq", Long.toString(expected.seq()))
                .containsEntry("expectedHash", expected.hash());
        stop(trail);
        assertThat(start().weaknesses()).isEmpty();
    }

    @Test
    void tellsThatTheWholeTrailIsGone() throws Exception {
        stop(start());
        Files.delete(path());

        assertThat(start().weaknesses()).containsExactly(BROKEN);
    }

    @Test
    void tellsThatAnotherRecordHasTheNumber() throws Exception {
        stop(start());
        List<String> lines = lines();
        lines.set(lines.size() - 1, lines.get(lines.size() - 1).replace("node-2", "node-3"));
        Files.write(path(), lines);

        assertThat(start().weaknesses()).containsExactly(BROKEN);
    }

    @Test
    void goesOnWithoutTheStore() throws Exception {
        stop(start());
        unavailable = true;

        AuditTrail trail = start();
        stop(trail);

        assertThat(events()).containsSubsequence("checkpoint", "server-started", "server-stopped", "checkpoint");
        assertThat(trail.weaknesses())
                .containsExactly("Checkpoints of the audit trail cannot be sent where they are to be kept");
    }

    @Test
    void publishesNoChainThatBeginsAnewAtEachStart() throws Exception {
        stop(start());
        AuditHead ofFile = published.get("node-1");

        stop(start("<key>none</key><destination>logger</destination>"));

        assertThat(published).containsEntry("node-1", ofFile);
        assertThat(start().weaknesses()).isEmpty();
    }

    private AuditTrail start() {
        return start("<key>none</key>");
    }

    private AuditTrail start(String settings) {
        AuditTrails trails = new AuditTrails(
                TestAudit.settings(settings),
                place -> path(),
                Clock.systemUTC(),
                TestClocks.system(),
                new AuditMetrics(new RecordingMetricFactory(), new NoopGaugeRegistry()),
                new Store());
        AuditTrail trail = trails.open("node-1", "node-1");
        ServerAudit server = new ServerAudit();
        server.setTrail(trail);
        server.start();
        running.put(trail, server);
        return trail;
    }

    private void stop(AuditTrail trail) {
        running.remove(trail).stop();
    }

    private Path path() {
        return directory.resolve("audit.jsonl");
    }

    private List<String> lines() throws Exception {
        return Files.readAllLines(path());
    }

    private List<String> events() throws Exception {
        return lines().stream()
                .map(line -> AuditLines.fields(line).get("event"))
                .collect(Collectors.toList());
    }

    private final class Store implements AuditHeads {
        @Override
        public void publish(AuditHead head) {
            available();
            published.put(head.chain(), head);
        }

        @Override
        public List<AuditHead> heads() {
            available();
            return List.copyOf(published.values());
        }

        private void available() {
            if (unavailable) {
                throw new StoreUnavailableException("unavailable", new IllegalStateException("unavailable"));
            }
        }
    }
}
