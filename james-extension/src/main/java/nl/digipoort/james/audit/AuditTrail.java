// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records everything that an auditor asks for (docs/reference/audit.md). {@link #require} writes a record before an action that must not
 * happen unrecorded, and {@link #note} after an event (docs/develop/adr/0028-audit-trail.md). Thread-safe. It blocks, so it must not run on
 * an event loop.
 */
public final class AuditTrail {
    private static final Logger LOGGER = LoggerFactory.getLogger(AuditTrail.class);

    private final AuditSettings settings;
    private final AuditSink sink;
    private final AuditJson json;
    private final Clock clock;
    private final AuditMetrics metrics;
    private final AtomicLong missing = new AtomicLong();
    private final DeferredForce deferred;
    private final Checkpoints checkpoints;
    private volatile Consumer<AuditRecord> listener = record -> {};

    AuditTrail(
            AuditSettings settings,
            AuditSink sink,
            AuditJson json,
            Clock clock,
            AuditMetrics metrics,
            ScheduledExecutorService background,
            Checkpoints checkpoints) {
        this.settings = settings;
        this.sink = sink;
        this.json = json;
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.metrics = metrics;
        this.deferred = new DeferredForce(background, this::missed);
        metrics.showGap(missing::get);
    }

    /**
     * Sets the one listener, which receives each record from now on, even if nothing is written.
     *
     * @param listener called by many threads; must be quick and throw nothing
     */
    public void setListener(Consumer<AuditRecord> listener) {
        this.listener = listener;
    }

    /** Whether anything is recorded at all. */
    public boolean isOn() {
        return settings.destination() != AuditSettings.Destination.NONE;
    }

    boolean isHashing() {
        return settings.isHashing();
    }

    /** As {@link #require(List)}, for one record. */
    public void require(AuditRecord record) {
        require(List.of(record));
    }

    /**
     * Records what is about to be done, and waits until that is on the disk if the operator wants that.
     *
     * @throws NotRecordedException if that is impossible, and the operator wants nothing done unrecorded
     */
    public void require(List<AuditRecord> records) {
        try {
            write(records).await();
        } catch (IOException | RuntimeException e) {
            missed(records, e);
            if (settings.isRefusing()) {
                throw new NotRecordedException(records.get(0), e);
            }
        }
    }

    /** As {@link #note(List)}, for one record. */
    public void note(AuditRecord record) {
        note(List.of(record));
    }

    /** Records what has happened, without waiting for the disk; a failure is logged. */
    public void note(List<AuditRecord> records) {
        try {
            deferred.add(write(records), records);
        } catch (IOException | RuntimeException e) {
            missed(records, e);
        }
        records.forEach(listener);
    }

    /**
     * Checks whether a record could be written now. If records are missing, it writes that.
     *
     * @throws IOException if nothing can be written
     */
    public void probe() throws IOException {
        if (missing.get() > 0) {
            write(List.of()).await();
        } else if (isOn()) {
            sink.probe();
        }
    }

    /** Whether the disk has less space left than one file may take; false if that is unknown. */
    public boolean isShortOfSpace() throws IOException {
        OptionalLong usable = sink.usableOctets();
        return usable.isPresent() && usable.getAsLong() < settings.rotateAt();
    }

    /** Whether an action is refused if it cannot be recorded first. */
    public boolean isRefusing() {
        return settings.isRefusing();
    }

    /**
     * Confirms all that is written, if anything is new or did not get where it is kept, and lets another key sign if the operator wants that.
     *
     * @throws IOException if that cannot be written
     */
    void checkpoint() throws IOException {
        if (isOn()) {
            probe();
            List<CheckpointLine> lines = checkpoints.handOver();
            if (!lines.isEmpty()) {
                confirm(lines);
            } else if (!sink.isCheckpointed() || checkpoints.isUnsent()) {
                confirm(List.of(checkpoints.next()));
            }
        }
    }

    private void confirm(List<CheckpointLine> lines) throws IOException {
        sink.write(List.copyOf(lines)).await();
        metrics.written(lines.size());
        checkpoints.written(lines);
    }

    /** Records that the chain was broken when this server started, if it was. */
    void noteBrokenChain() {
        checkpoints.brokenChain().ifPresent(this::note);
    }

    /** What weakens the trail as a proof, in words for an operator, without any names. */
    public List<String> weaknesses() {
        return checkpoints.weaknesses();
    }

    /** Closes the trail, after the last record of a clean stop. */
    void close() {
        deferred.stop();
        checkpoints.stop();
        try {
            sink.close();
        } catch (IOException e) {
            LOGGER.warn("The audit trail cannot be closed", e);
        }
    }

    private Written write(List<AuditRecord> records) throws IOException {
        if (!isOn()) {
            return Written.WITHOUT_WAITING;
        }
        long gap = missing.getAndSet(0);
        return gap == 0 ? writeAll(records) : writeAfterGap(gap, records);
    }

    private Written writeAll(List<AuditRecord> records) throws IOException {
        if (records.isEmpty()) {
            return Written.WITHOUT_WAITING;
        }
        Instant now = clock.instant();
        Written written = sink.write(
                records.stream().map(record -> json.line(record, now)).collect(Collectors.toUnmodifiableList()));
        metrics.written(records.size());
        return written;
    }

    private Written writeAfterGap(long gap, List<AuditRecord> records) throws IOException {
        List<AuditRecord> afterGap = new ArrayList<>(records);
        afterGap.add(0, AuditRecord.of(AuditEvent.GAP).with(AuditField.MISSING, gap));
        boolean written = false;
        try {
            Written whole = writeAll(afterGap);
            written = true;
            return () -> awaitAfterGap(gap, whole);
        } finally {
            if (!written) {
                missing.addAndGet(gap);
            }
        }
    }

    /** The gap ends when the record of it is on the disk. */
    private void awaitAfterGap(long gap, Written whole) throws IOException {
        boolean ended = false;
        try {
            whole.await();
            ended = true;
            LOGGER.warn("The audit trail is written again; {} records are missing in it", gap);
        } finally {
            if (!ended) {
                missing.addAndGet(gap);
            }
        }
    }

    /** Logs once until writing works again: what fills one disk often fills the other. */
    private void missed(List<AuditRecord> records, Throwable cause) {
        metrics.missed(records.size());
        if (missing.getAndAdd(records.size()) == 0) {
            LOGGER.error("The audit trail cannot be written, beginning with {}", records.get(0), cause);
        }
    }
}
