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
 * Finds the latest records of an account in the files of the trail, without an index and with bounded work: the trail may have
 * gigabytes. One search at a time. Thread-safe; blocks.
 */
public final class AuditReader {
    /** So many records are given at most. */
    public static final int MOST_RECORDS = 500;

    /** So much of the trail is looked at, from its end: some five thousand sessions. */
    private static final long MOST_OCTETS = 16L * 1024 * 1024;

    private final Optional<Path> file;
    private final long mostOctets;

    AuditReader(Optional<Path> file, long mostOctets) {
        this.file = file;
        this.mostOctets = mostOctets;
    }

    /** @param file where {@link AuditSettings#file()} is */
    public static AuditReader of(AuditSettings settings, Path file) {
        boolean inFile = settings.destination() == AuditSettings.Destination.FILE;
        return new AuditReader(inFile ? Optional.of(file) : Optional.empty(), MOST_OCTETS);
    }

    /** Whether the trail is in files, which alone can be read again. */
    public boolean isPossible() {
        return file.isPresent();
    }

    /**
     * The latest records of an account, also those that name it only as what a client tried.
     *
     * @param most 1 to {@link #MOST_RECORDS}
     */
    public synchronized AccountRecords read(String account, int most) throws IOException {
        Path now = file.orElseThrow(() -> new IllegalStateException("the audit trail is in no file"));
        AccountSearch search = new AccountSearch(account, most, mostOctets);
        Object first = look(now, search, Optional.empty()).orElse(now);
        // Listed behind the look at the first: if that was renamed meanwhile it is among these, and known by its key.
        Iterator<Path> earlier = AuditFileNames.of(now).latestFirst().iterator();
        while (earlier.hasNext() && !search.isOver()) {
            look(earlier.next(), search, Optional.of(first));
        }
        return search.result(!earlier.hasNext());
    }

    /** Gives what the system knows the file by, if it is there. */
    private static Optional<Object> look(Path path, AccountSearch search, Optional<Object> known) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            Optional<Object> key = Optional.ofNullable(
                    Files.readAttributes(path, BasicFileAttributes.class).fileKey());
            if (key.isEmpty() || !key.equals(known)) {
                search.in(channel);
            }
            return key;
        } catch (NoSuchFileException e) {
            // Moved away, or as old as the operator wants them to be.
            return Optional.empty();
        }
    }
}
