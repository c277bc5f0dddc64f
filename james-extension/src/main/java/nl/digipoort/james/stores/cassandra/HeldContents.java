// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.google.common.hash.Hashing;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.mail.ChunkedContent;
import nl.digipoort.james.mail.MailContent;
import org.apache.james.core.Username;

/**
 * The octets of held mail in James's Cassandra, in chunks, and the maildrops they are for. Each content has its own id, and is written once
 * and removed once. So its timestamps are constants, and no clock error can put the removal before the write. Thread-safe.
 */
final class HeldContents {
    /** Must not change: stored content was split by it. */
    static final int CHUNK = 256 * 1024;

    private static final int CHUNKS_A_PARTITION = 16;
    private static final int AT_ONCE = 4;

    private static final Table CONTENT = Table.of(
            "digipoort_held_content",
            "content_id uuid, chunk_group int, chunk int, octets blob, digest blob,"
                    + " PRIMARY KEY ((content_id, chunk_group), chunk)");
    private static final Table REFERENCE = Table.of(
            "digipoort_held_reference",
            "content_id uuid, maildrop text, removing boolean, PRIMARY KEY (content_id, maildrop)");
    private static final Query WRITE = Query.write("INSERT INTO digipoort_held_content"
            + " (content_id, chunk_group, chunk, octets, digest) VALUES (?, ?, ?, ?, ?) USING TIMESTAMP 1");
    private static final Query READ = Query.read("SELECT octets, digest FROM digipoort_held_content"
            + " WHERE content_id = ? AND chunk_group = ? AND chunk = ?");
    private static final Query REMOVE = Query.write(
            "DELETE FROM digipoort_held_content USING TIMESTAMP 2 WHERE content_id = ? AND chunk_group = ?");
    private static final Query REFER =
            Query.write("INSERT INTO digipoort_held_reference (content_id, maildrop) VALUES (?, ?) USING TIMESTAMP 1");
    private static final Query BEGIN_REMOVAL = Query.write("UPDATE digipoort_held_reference USING TIMESTAMP 1"
            + " SET removing = true WHERE content_id = ? AND maildrop = ?");
    private static final Query RELEASE =
            Query.write("DELETE FROM digipoort_held_reference USING TIMESTAMP 2 WHERE content_id = ? AND maildrop = ?");
    private static final Query REFERENCE_OF =
            Query.read("SELECT removing FROM digipoort_held_reference WHERE content_id = ? AND maildrop = ?");
    private static final Query ANY_REFERENCE =
            Query.read("SELECT maildrop FROM digipoort_held_reference WHERE content_id = ? LIMIT 1");
    private static final String STORE = "store the content of a held mail";
    private static final String TAKE_AWAY = "remove the content of a held mail";

    private final Tables tables;

    HeldContents(Statements cassandra) {
        this.tables = new Tables(cassandra, List.of(CONTENT, REFERENCE));
    }

    /** Writes the references first, so that content never exists without one. */
    void write(UUID id, MailContent content, List<Username> maildrops) throws IOException {
        List<CompletionStage<AsyncResultSet>> references = new ArrayList<>();
        maildrops.forEach(maildrop -> references.add(tables.start(STORE, REFER, id, maildrop.asString())));
        references.forEach(written -> tables.answer(STORE, written));
        try (InputStream stream = content.open()) {
            int chunks = chunks(content.octets());
            for (int first = 0; first < chunks; first += AT_ONCE) {
                List<byte[]> some = new ArrayList<>();
                for (int chunk = first; chunk < Math.min(first + AT_ONCE, chunks); chunk++) {
                    some.add(take(stream, length(content.octets(), chunk)));
                }
                store(id, first, some);
                readAgain(id, first, some);
            }
            if (stream.read() >= 0) {
                throw new IOException("the content is longer than " + content.octets() + " octets");
            }
        }
    }

    private static byte[] take(InputStream stream, int length) throws IOException {
        byte[] octets = stream.readNBytes(length);
        if (octets.length < length) {
            throw new EOFException("the content ends before its last octet");
        }
        return octets;
    }

    private void store(UUID id, int first, List<byte[]> chunks) {
        List<CompletionStage<AsyncResultSet>> started = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            byte[] octets = chunks.get(i);
            started.add(tables.start(
                    STORE,
                    WRITE,
                    id,
                    group(first + i),
                    first + i,
                    ByteBuffer.wrap(octets),
                    ByteBuffer.wrap(digest(octets))));
        }
        started.forEach(write -> tables.answer(STORE, write));
    }

    private void readAgain(UUID id, int first, List<byte[]> chunks) {
        List<CompletionStage<AsyncResultSet>> started = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            started.add(tables.start(STORE, READ, id, group(first + i), first + i));
        }
        for (int i = 0; i < chunks.size(); i++) {
            Row row = tables.answer(STORE, started.get(i)).one();
            if (row == null || !MessageDigest.isEqual(Tables.octets(row, "octets"), chunks.get(i))) {
                throw new StoreUnavailableException("the content of a mail is stored, but not as it came", null);
            }
        }
    }

    MailContent content(UUID id, long octets) {
        return new ChunkedContent(octets, CHUNK, chunk -> read(id, chunk));
    }

    private byte[] read(UUID id, int chunk) throws IOException {
        Row row = tables.row("read the content of a held mail", READ, id, group(chunk), chunk)
                .orElseThrow(() -> new IOException("chunk " + chunk + " of the held mail's content is gone"));
        byte[] octets = Tables.octets(row, "octets");
        if (!MessageDigest.isEqual(Tables.octets(row, "digest"), digest(octets))) {
            throw new IOException("chunk " + chunk + " of the held mail's content is not what was stored");
        }
        return octets;
    }

    /** Call this before a maildrop's row is removed. A reader that does not find the row then knows that it existed. */
    void beginRemoval(Username maildrop, UUID id) {
        tables.row(TAKE_AWAY, BEGIN_REMOVAL, id, maildrop.asString());
    }

    /** Whether the maildrop's row existed and is removed or about to be removed. */
    boolean isRemovedFrom(Username maildrop, UUID id) {
        return tables.row("look whether a held mail was removed", REFERENCE_OF, id, maildrop.asString())
                .map(row -> row.getBoolean("removing"))
                .orElse(true);
    }

    /** Call this when the maildrop's row is certainly removed. Removes the octets with the last reference. */
    void remove(Username maildrop, UUID id, long octets) {
        tables.row(TAKE_AWAY, RELEASE, id, maildrop.asString());
        if (tables.row(TAKE_AWAY, ANY_REFERENCE, id).isEmpty()) {
            for (int group = 0; group <= group(chunks(octets) - 1); group++) {
                tables.row(TAKE_AWAY, REMOVE, id, group);
            }
        }
    }

    /** At least one, so that empty content differs from removed content. */
    private static int chunks(long octets) {
        return Math.toIntExact(Math.max(1, (octets + CHUNK - 1) / CHUNK));
    }

    private static int length(long octets, int chunk) {
        return (int) Math.min(CHUNK, octets - (long) chunk * CHUNK);
    }

    /** The partition of a chunk. */
    private static int group(int chunk) {
        return chunk / CHUNKS_A_PARTITION;
    }

    private static byte[] digest(byte[] octets) {
        return Hashing.sha256().hashBytes(octets).asBytes();
    }
}
