// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.google.common.base.Ticker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import nl.digipoort.james.clock.ClockWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trail in append-only files, one chain over all of them. A disk error is thrown to the writer, and the next write opens the file again.
 * Thread-safe; blocks.
 */
final class AuditFile implements AuditSink {
    private static final Logger LOGGER = LoggerFactory.getLogger(AuditFile.class);

    private final Path path;
    private final boolean synced;
    private final DailyFile daily;
    private final Checkpoints checkpoints;
    private final GroupForce forces = new GroupForce(Ticker.systemTicker());
    /** Null until the first opening. */
    private AuditChain chain;
    /** Null while the file is closed. */
    private OpenAuditFile file;

    /** @param checkpoints of which each file has one as its last record, when it is renamed */
    AuditFile(Path path, AuditSettings settings, ClockWatch clock, Disk disk, Checkpoints checkpoints) {
        this.path = path;
        this.checkpoints = checkpoints;
        this.synced = settings.isSynced();
        this.daily = new DailyFile(path, settings, clock, disk);
    }

    /**
     * Creates the file and its directory if necessary, so that an obstacle is known before anybody logs in, and finds the record that the
     * next one follows.
     */
    synchronized void open() throws IOException {
        boolean opened = false;
        try {
            file = daily.open();
            findEnd();
            opened = true;
        } finally {
            if (!opened) {
                giveUp();
            }
        }
    }

    private void findEnd() throws IOException {
        if (chain == null) {
            chain = new AuditChain(ChainEnd.of(path).orElse(ChainHead.NONE));
        } else if (chain.isUncertain()) {
            chain.settle(ChainEnd.of(path));
        }
    }

    @Override
    public synchronized Written write(List<AuditLine> lines) throws IOException {
        boolean written = false;
        try {
            openAnewIfNeeded();
            byte[] octets = octets(chain.next(lines));
            boolean over = daily.isOver(octets.length);
            if (over) {
                rotate();
                octets = octets(chain.next(lines));
            }
            file.append(octets);
            chain.written();
            written = true;
            if (over) {
                daily.removeOld();
            }
            return synced ? forces.join(file) : Written.WITHOUT_WAITING;
        } finally {
            if (!written) {
                giveUp();
            }
        }
    }

    private static byte[] octets(List<byte[]> lines) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            octets.writeBytes(line);
            octets.write('\n');
        }
        return octets.toByteArray();
    }

    private void openAnewIfNeeded() throws IOException {
        if (file == null || file.isBroken() || !file.isStillThere()) {
            giveUp();
            open();
        }
    }

    /** Only this check notices a file system that was remounted read-only, or a disk that does not answer. */
    @Override
    public void probe() throws IOException {
        forces.probe();
        synchronized (this) {
            openAnewIfNeeded();
        }
        if (!Files.isWritable(path)) {
            throw new AccessDeniedException(path.toString());
        }
    }

    @Override
    public OptionalLong usableOctets() throws IOException {
        return OptionalLong.of(Files.getFileStore(path).getUsableSpace());
    }

    private void rotate() throws IOException {
        file.endLine();
        List<CheckpointLine> last = chain.isCheckpointed() ? List.of() : List.of(checkpoints.next());
        file.append(octets(chain.next(last)));
        chain.written();
        close();
        daily.rename();
        file = daily.open();
        checkpoints.written(last);
    }

    @Override
    public synchronized boolean isCheckpointed() {
        return chain != null && chain.isCheckpointed();
    }

    @Override
    public synchronized void close() throws IOException {
        if (file != null) {
            OpenAuditFile closing = file;
            file = null;
            forces.close(closing);
        }
    }

    /** Closes what can no longer be used. */
    private void giveUp() {
        try {
            close();
        } catch (IOException | RuntimeException e) {
            LOGGER.warn("The audit trail {} may not be on the disk as it was written", path, e);
        }
    }
}
