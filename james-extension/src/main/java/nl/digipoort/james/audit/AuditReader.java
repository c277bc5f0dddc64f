// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.Optional;

/**
 * Finds the latest records that fit a query in the files of the trail, without an index and with bounded work, because the trail may have
 * gigabytes. One search at a time. Thread-safe; blocks.
 */
public final class AuditReader {
    /** The most records that a search returns. */
    public static final int MOST_RECORDS = 500;

    /** How much of the trail is searched, from its end: about five thousand sessions. */
    private static final long MOST_OCTETS = 16L * 1024 * 1024;

    private final Optional<Path> file;
    private final long mostOctets;

    AuditReader(Optional<Path> file, long mostOctets) {
        this.file = file;
        this.mostOctets = mostOctets;
    }

    /** @param file the path that {@link AuditSettings#file()} resolves to */
    public static AuditReader of(AuditSettings settings, Path file) {
        boolean inFile = settings.destination() == AuditSettings.Destination.FILE;
        return new AuditReader(inFile ? Optional.of(file) : Optional.empty(), MOST_OCTETS);
    }

    /** Whether the trail is in files; no other trail can be read again. */
    public boolean isPossible() {
        return file.isPresent();
    }

    /**
     * The latest records that fit a query.
     *
     * @param most 1 to {@link #MOST_RECORDS}
     */
    public synchronized FoundRecords read(AuditQuery query, int most) throws IOException {
        Path now = file.orElseThrow(() -> new IllegalStateException("the audit trail is in no file"));
        RecordSearch search = new RecordSearch(query, most, mostOctets);
        Object first = look(now, search, Optional.empty()).orElse(now);
        // Listed after the current file is read: if that was renamed meanwhile, its key identifies it here.
        Iterator<Path> earlier = AuditFileNames.of(now).latestFirst().iterator();
        while (earlier.hasNext() && !search.isOver()) {
            look(earlier.next(), search, Optional.of(first));
        }
        return search.result(!earlier.hasNext());
    }

    /** Searches the file, unless its key is the known one, and returns its key; empty if there is no file. */
    private static Optional<Object> look(Path path, RecordSearch search, Optional<Object> known) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            Optional<Object> key = Optional.ofNullable(
                    Files.readAttributes(path, BasicFileAttributes.class).fileKey());
            if (key.isEmpty() || !key.equals(known)) {
                search.in(channel);
            }
            return key;
        } catch (NoSuchFileException e) {
            // Moved away, or removed because of its age.
            return Optional.empty();
        }
    }
}
