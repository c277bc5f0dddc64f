// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.testing.RecordedGauges;
import nl.digipoort.james.testing.TestClock;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.server.core.configuration.FileConfigurationProvider;

/** A trail that keeps its lines, and breaks down when a test sets that. */
public final class TestAudit {
    public static final String NODE = "node-1";

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final TestClock clock = new TestClock();
    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final RecordedGauges gauges = new RecordedGauges();
    private final AuditTrail trail;
    private OptionalLong usableOctets = OptionalLong.empty();
    private boolean brokenDown;

    public TestAudit() {
        this("");
    }

    /** @param elements the content of the element {@code audit} */
    public TestAudit(String elements) {
        trail = new AuditTrail(
                settings(elements),
                new Sink(),
                new AuditJson(NODE),
                clock,
                new AuditMetrics(metrics, gauges),
                noThread(),
                checkpoints(SigningKeys.none(), clock));
    }

    /** Nothing here is to come to a disk, and a thread would outlive its test. */
    private static ScheduledExecutorService noThread() {
        ScheduledExecutorService stopped = DeferredForce.background();
        stopped.shutdown();
        return stopped;
    }

    /** Checkpoints that are sent nowhere, of a server without others. */
    static Checkpoints checkpoints(SigningKeys keys, Clock clock) {
        return checkpoints(keys, clock, List.of());
    }

    /** @param targets where they are sent */
    static Checkpoints checkpoints(SigningKeys keys, Clock clock, List<CheckpointTarget> targets) {
        AuditMetrics unread = new AuditMetrics(new RecordingMetricFactory(), new RecordedGauges());
        return new Checkpoints(
                new AuditJson(NODE),
                clock,
                keys,
                NODE,
                () -> List.of("node-2 7 " + ChainHead.NONE.hash()),
                new CheckpointSender(targets, unread),
                Optional.empty());
    }

    /** Ends the checkpoints of a server that was started. */
    public static void stop(ServerAudit server) {
        server.stop();
    }

    /** A store that nobody else uses. */
    static AuditHeads noHeads() {
        return new AuditHeads() {
            @Override
            public void publish(AuditHead head) {}

            @Override
            public List<AuditHead> heads() {
                return List.of();
            }
        };
    }

    /** A trail for tests that do not check it. */
    public static AuditTrail off() {
        return new TestAudit("<destination>none</destination>").trail;
    }

    /** The records of a session for tests that do not check them. */
    public static SessionAudit noSession() {
        return new SessionAudit(off(), AuditRecord.of(AuditEvent.LOGIN));
    }

    /** A reader of the trail in this file, with default settings. */
    public static AuditReader reader(Path file) {
        return AuditReader.of(settings(""), file);
    }

    static AuditSettings settings(String elements) {
        String xml = "<root><audit>" + elements + "</audit></root>";
        try {
            return AuditSettings.from(Section.only(
                    "pop3server.xml",
                    FileConfigurationProvider.getConfig(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))),
                    "audit"));
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private final class Sink implements AuditSink {
        private final AuditChain chain = new AuditChain(ChainHead.NONE);

        @Override
        public Written write(List<AuditLine> more) throws IOException {
            probe();
            chain.next(more).forEach(line -> lines.add(new String(line, StandardCharsets.US_ASCII)));
            chain.written();
            return Written.WITHOUT_WAITING;
        }

        @Override
        public boolean isCheckpointed() {
            return chain.isCheckpointed();
        }

        @Override
        public void probe() throws IOException {
            if (brokenDown) {
                throw new IOException("the disk is full");
            }
        }

        @Override
        public OptionalLong usableOctets() {
            return usableOctets;
        }
    }

    public AuditTrail trail() {
        return trail;
    }

    /** The records of a logged-in session. */
    public SessionAudit session() {
        return new SessionAudit(
                trail,
                AuditRecord.of(AuditEvent.LOGIN)
                        .with(AuditField.SESSION, "00c0ffee00c0ffee")
                        .with(AuditField.ADDRESS, "192.0.2.7")
                        .with(AuditField.PORT, 51234)
                        .with(AuditField.TLS, "TLSv1.3")
                        .with(AuditField.CIPHER, "TLS_AES_256_GCM_SHA384")
                        .with(AuditField.MECHANISM, "PLAIN")
                        .with(AuditField.USER, "anna@example.org")
                        .with(AuditField.MAILDROP, "anna@example.org")
                        .with(AuditField.FENCE, 3));
    }

    public void breakDown(boolean down) {
        brokenDown = down;
    }

    /** Sets the free space on the trail's disk. */
    public void leaves(long octets) {
        usableOctets = OptionalLong.of(octets);
    }

    TestClock clock() {
        return clock;
    }

    int missing() {
        return metrics.countFor("digipoort-audit-missing");
    }

    int written() {
        return metrics.countFor("digipoort-audit-written");
    }

    Object gap() {
        return gauges.value("digipoort-audit-gap");
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** The values of these fields in each record, separated by blanks; missing fields are omitted. */
    public List<String> records(String... fields) {
        return lines.stream().map(line -> values(line, fields)).collect(Collectors.toList());
    }

    private static String values(String line, String... fields) {
        Map<String, String> record = AuditLines.fields(line);
        return List.of(fields).stream()
                .map(record::get)
                .filter(value -> value != null)
                .collect(Collectors.joining(" "));
    }
}
