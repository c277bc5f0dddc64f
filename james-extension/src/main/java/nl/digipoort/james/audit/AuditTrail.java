// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where everything is recorded that an auditor asks for (docs/reference/audit.md). What must not happen unrecorded is written by {@link
 * #require} before it is done, what has happened by {@link #note} (docs/develop/adr/0028-audit-trail.md). Thread-safe; blocks, so it is
 * nothing for an event loop.
 */
public final class AuditTrail {
    private static final Logger LOGGER = LoggerFactory.getLogger(AuditTrail.class);

    private final AuditSettings settings;
    private final AuditSink sink;
    private final AuditJson json;
    private final Clock clock;
    private final AuditMetrics metrics;
    private final AtomicLong missing = new AtomicLong();
    private volatile AuditListener listener = record -> {};

    AuditTrail(AuditSettings settings, AuditSink sink, String node, Clock clock, AuditMetrics metrics) {
        this.settings = settings;
        this.sink = sink;
        this.json = new AuditJson(node);
        this.clock = clock;
        this.metrics = metrics;
        metrics.showGap(missing::get);
    }

    /**
     * Opens the trail that the settings ask for.
     *
     * @param file where {@link AuditSettings#file()} is
     * @param node what operators see this server called
     * @throws AuditFileException if the file cannot be opened
     */
    public static AuditTrail open(AuditSettings settings, Path file, String node, Clock clock, AuditMetrics metrics) {
        return new AuditTrail(settings, sink(settings, file, clock), node, clock, metrics);
    }

    private static AuditSink sink(AuditSettings settings, Path file, Clock clock) {
        switch (settings.destination()) {
            case FILE:
                return opened(new AuditFile(file, settings, clock), file);
            case LOGGER:
                return new AuditLogger();
            default:
                return lines -> {};
        }
    }

    private static AuditSink opened(AuditFile sink, Path file) {
        try {
            sink.open();
            return sink;
        } catch (IOException e) {
            throw new AuditFileException(file, e);
        }
    }

    /** Sets the one listener, which is called for each record from now on. */
    public void setListener(AuditListener listener) {
        this.listener = listener;
    }

    /** Whether anything is recorded at all. */
    public boolean isOn() {
        return settings.destination() != AuditSettings.Destination.NONE;
    }

    boolean isHashing() {
        return settings.isHashing();
    }

    public void require(AuditRecord record) {
        require(List.of(record));
    }

    /**
     * Records what is about to be done.
     *
     * @throws NotRecordedException if that is not possible, and the operator wants nothing done unrecorded
     */
    public void require(List<AuditRecord> records) {
        try {
            write(records);
        } catch (IOException | RuntimeException e) {
            missed(records, e);
            if (settings.isRefusing()) {
                throw new NotRecordedException(records.get(0), e);
            }
        }
    }

    public void note(AuditRecord record) {
        note(List.of(record));
    }

    /** Records what has happened; when that is not possible the log says so. */
    public void note(List<AuditRecord> records) {
        try {
            write(records);
        } catch (IOException | RuntimeException e) {
            missed(records, e);
        }
        records.forEach(listener::noted);
    }

    /**
     * Finds out whether a record could be written now; where the last one could not be, by writing that some are missing.
     *
     * @throws IOException if not
     */
    public void probe() throws IOException {
        if (missing.get() > 0) {
            write(List.of());
        } else if (isOn()) {
            sink.probe();
        }
    }

    /** Whether the disk has less space left than one file may take; false where nobody knows. */
    public boolean isShortOfSpace() throws IOException {
        OptionalLong usable = sink.usableOctets();
        return usable.isPresent() && usable.getAsLong() < settings.rotateAt();
    }

    /** Whether nothing is done that cannot be recorded first. */
    public boolean isRefusing() {
        return settings.isRefusing();
    }

    private void write(List<AuditRecord> records) throws IOException {
        if (!isOn()) {
            return;
        }
        Instant now = clock.instant();
        long gap = missing.getAndSet(0);
        if (gap == 0) {
            if (!records.isEmpty()) {
                sink.write(lines(records, now));
                metrics.written(records.size());
            }
            return;
        }
        List<AuditRecord> behindTheGap = new ArrayList<>(records);
        behindTheGap.add(0, AuditRecord.of(AuditEvent.GAP).with(AuditField.MISSING, gap));
        boolean written = false;
        try {
            sink.write(lines(behindTheGap, now));
            written = true;
            metrics.written(behindTheGap.size());
        } finally {
            if (!written) {
                missing.addAndGet(gap);
            }
        }
        LOGGER.warn("The audit trail is written again; {} records are missing in it", gap);
    }

    private List<String> lines(List<AuditRecord> records, Instant time) {
        return records.stream().map(record -> json.line(record, time)).collect(Collectors.toUnmodifiableList());
    }

    /** The log is told once until it works again: what fills one disk often fills the other. */
    private void missed(List<AuditRecord> records, Exception cause) {
        metrics.missed(records.size());
        if (missing.getAndAdd(records.size()) == 0) {
            LOGGER.error("The audit trail cannot be written, beginning with {}", records.get(0), cause);
        }
    }
}
