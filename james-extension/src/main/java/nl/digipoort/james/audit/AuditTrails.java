// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.clock.ClockWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the audit trail that the operator's settings ask for. */
public final class AuditTrails {
    private static final Logger LOGGER = LoggerFactory.getLogger(AuditTrails.class);
    private static final Duration COMMAND_PATIENCE = Duration.ofSeconds(10);

    private final AuditSettings settings;
    private final Places places;
    private final Clock clock;
    private final ClockWatch watch;
    private final AuditMetrics metrics;
    private final AuditHeads heads;

    /**
     * @param clock for the times in the records
     * @param watch for the days of the files, which outlast a clock that steps
     * @param heads where all servers publish the ends of their chains
     */
    public AuditTrails(
            AuditSettings settings,
            Places places,
            Clock clock,
            ClockWatch watch,
            AuditMetrics metrics,
            AuditHeads heads) {
        this.settings = settings;
        this.places = places;
        this.clock = clock;
        this.watch = watch;
        this.metrics = metrics;
        this.heads = heads;
    }

    /** Finds the files that settings name. */
    public interface Places {
        /** @param place an absolute path, or a URL as James resolves it */
        Path find(String place) throws IOException;
    }

    /**
     * Opens the file and reads the signing keys, so that an obstacle is known before anybody logs in.
     *
     * @param node the name of this server that operators see
     * @param chain the name of this server's chain, the same after a restart
     * @throws UncheckedIOException if the file cannot be opened
     * @throws SigningKeyException if the keys cannot be read
     */
    public AuditTrail open(String node, String chain) {
        try {
            AuditJson json = new AuditJson(node);
            KnownHeads known = new KnownHeads(isInFile() ? heads : new OthersHeads(heads), chain);
            Optional<AuditHead> broken = brokenChain(known);
            Checkpoints checkpoints = new Checkpoints(json, clock, keys(), chain, known::others, sender(known), broken);
            return new AuditTrail(
                    settings, sink(checkpoints), json, clock, metrics, DeferredForce.background(), checkpoints);
        } catch (IOException e) {
            throw new UncheckedIOException("the files of the audit trail cannot be found: " + e, e);
        }
    }

    /** Where the chain was known to end, if the files do not have that record. */
    private Optional<AuditHead> brokenChain(KnownHeads known) throws IOException {
        if (!isInFile()) {
            return Optional.empty();
        }
        Optional<AuditHead> expected = known.own();
        if (expected.isEmpty() || ChainCheck.has(expected.get(), places.find(settings.file()))) {
            return Optional.empty();
        }
        LOGGER.error(
                "The audit trail lacks the record with which it was known to end: number {}, hash {}",
                expected.get().seq(),
                expected.get().hash());
        return expected;
    }

    private boolean isInFile() {
        return settings.destination() == AuditSettings.Destination.FILE;
    }

    private SigningKeys keys() throws IOException {
        Optional<String> key = settings.key();
        boolean signing = key.isPresent() && settings.destination() != AuditSettings.Destination.NONE;
        return signing ? SigningKeys.inFile(places.find(key.get())) : SigningKeys.none();
    }

    private CheckpointSender sender(KnownHeads known) throws IOException {
        List<CheckpointTarget> targets = new ArrayList<>();
        if (settings.destination() != AuditSettings.Destination.NONE) {
            targets.add(known);
        }
        if (settings.checkpointFile().isPresent()) {
            targets.add(new CheckpointFile(places.find(settings.checkpointFile().get())));
        }
        if (!settings.checkpointCommand().isEmpty()) {
            targets.add(new CheckpointCommand(settings.checkpointCommand(), COMMAND_PATIENCE));
        }
        return new CheckpointSender(targets, metrics);
    }

    private AuditSink sink(Checkpoints checkpoints) throws IOException {
        switch (settings.destination()) {
            case FILE:
                return file(places.find(settings.file()), checkpoints);
            case LOGGER:
                return new AuditLogger();
            default:
                return new NoAudit();
        }
    }

    private AuditSink file(Path path, Checkpoints checkpoints) {
        try {
            AuditFile file = new AuditFile(path, settings, watch, Disk.REAL, checkpoints);
            file.open();
            LastSigner.of(path).ifPresent(checkpoints::signedLastBy);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the audit trail " + path + " cannot be written (pop3server.xml: digipoort.audit.file): " + e, e);
        }
    }
}
