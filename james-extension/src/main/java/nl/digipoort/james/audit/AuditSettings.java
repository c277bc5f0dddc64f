// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.google.common.base.Splitter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** The operator's settings of the audit trail: the element {@code audit}. Immutable. */
public final class AuditSettings {
    private static final int MEBI = 1024 * 1024;
    private static final int MOST_MEGABYTES = 100_000;
    private static final int MOST_DAYS = 36_500;

    /** Where the records are written. */
    public enum Destination {
        FILE,
        LOGGER,
        NONE
    }

    private final Destination destination;
    private final String file;
    private final long rotateAt;
    private final int keepDays;
    private final boolean synced;
    private final boolean refusing;
    private final boolean hashing;
    private final String key;
    private final Optional<String> checkpointFile;
    private final List<String> checkpointCommand;

    private AuditSettings(Section audit) throws ConfigurationException {
        audit.allow(
                "destination",
                "file",
                "rotateAt",
                "keepDays",
                "sync",
                "whenNotWritten",
                "sha256",
                "key",
                "checkpointFile",
                "checkpointCommand");
        this.destination = Destination.valueOf(
                audit.choice("destination", "file", "file", "logger", "none").toUpperCase(Locale.ROOT));
        this.file = audit.has("file") ? audit.text("file") : "file://var/audit/digipoort-audit.jsonl";
        this.rotateAt = (long) audit.number("rotateAt", 100, 1, MOST_MEGABYTES) * MEBI;
        this.keepDays = audit.number("keepDays", 0, 0, MOST_DAYS);
        this.synced = audit.flag("sync", true);
        this.refusing =
                audit.choice("whenNotWritten", "refuse", "refuse", "goOn").equals("refuse");
        this.key = audit.has("key") ? audit.text("key") : "file://conf/digipoort-audit.key";
        this.checkpointFile =
                audit.has("checkpointFile") ? Optional.of(audit.text("checkpointFile")) : Optional.empty();
        this.checkpointCommand = audit.has("checkpointCommand")
                ? Splitter.on(' ').omitEmptyStrings().splitToList(audit.text("checkpointCommand"))
                : List.of();
        this.hashing = audit.flag("sha256", true);
    }

    /**
     * Reads the element; what is missing has its default.
     *
     * @throws ConfigurationException naming the key, the value found and what is allowed
     */
    public static AuditSettings from(Section audit) throws ConfigurationException {
        return new AuditSettings(audit);
    }

    public Destination destination() {
        return destination;
    }

    /** An absolute path, or a URL as James resolves it. */
    public String file() {
        return file;
    }

    /** The largest size of the file, in octets. Only a single batch of records that is larger by itself exceeds it. */
    long rotateAt() {
        return rotateAt;
    }

    /** How many days files are kept that are full or whose day is over; 0 is for ever. */
    int keepDays() {
        return keepDays;
    }

    /** Whether what must be recorded waits until its record is on the disk. */
    boolean isSynced() {
        return synced;
    }

    /** Whether an action is refused if it must be recorded and cannot be. */
    boolean isRefusing() {
        return refusing;
    }

    /** Where the keys are that sign checkpoints, an absolute path, or a URL as James resolves it; empty if nothing is signed. */
    Optional<String> key() {
        return Optional.of(key).filter(place -> !place.equals("none"));
    }

    /** Where checkpoints are appended too. */
    Optional<String> checkpointFile() {
        return checkpointFile;
    }

    /** The program that gets each checkpoint, and its arguments; empty if there is none. */
    List<String> checkpointCommand() {
        return checkpointCommand;
    }

    /** Whether messages are hashed when they come in and when they are retrieved. */
    boolean isHashing() {
        return hashing;
    }
}
