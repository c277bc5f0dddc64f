// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import nl.digipoort.james.mail.MailContent;

/**
 * The contents of held mail: one row with the number of maildrops that it is held for, and the octets in rows of at most 256 KiB. Large
 * objects are not used: HSQLDB hides a failure to store one and never frees its space.
 */
final class HeldContents {
    static final Table BODY = Table.of(
            "DIGIPOORT_HELD_BODY", "CONTENT_ID VARCHAR(36) NOT NULL PRIMARY KEY, REFERENCES_LEFT INTEGER NOT NULL");
    static final Table CONTENT = Table.of(
            "DIGIPOORT_HELD_CONTENT",
            "CONTENT_ID VARCHAR(36) NOT NULL, CHUNK INTEGER NOT NULL, OCTETS " + Table.OCTETS + " NOT NULL,"
                    + " PRIMARY KEY (CONTENT_ID, CHUNK)");

    static final int CHUNK = Table.MOST_OCTETS;
    private static final byte[] NOTHING = new byte[0];
    private static final String INSERT_BODY =
            "INSERT INTO DIGIPOORT_HELD_BODY (REFERENCES_LEFT, CONTENT_ID) VALUES (?, ?)";
    private static final String INSERT_CHUNK =
            "INSERT INTO DIGIPOORT_HELD_CONTENT (CONTENT_ID, CHUNK, OCTETS) VALUES (?, ?, ?)";
    private static final String IS_STORED = "SELECT 1 FROM DIGIPOORT_HELD_BODY WHERE CONTENT_ID = ?";
    private static final String SELECT_CHUNK = "SELECT c.OCTETS FROM DIGIPOORT_HELD_BODY b"
            + " LEFT JOIN DIGIPOORT_HELD_CONTENT c ON c.CONTENT_ID = b.CONTENT_ID AND c.CHUNK = ?"
            + " WHERE b.CONTENT_ID = ?";
    private static final String RELEASE =
            "UPDATE DIGIPOORT_HELD_BODY SET REFERENCES_LEFT = REFERENCES_LEFT - 1 WHERE CONTENT_ID = ?";
    private static final String DELETE_BODY =
            "DELETE FROM DIGIPOORT_HELD_BODY WHERE CONTENT_ID = ? AND REFERENCES_LEFT <= 0";
    private static final String DELETE_CHUNKS = "DELETE FROM DIGIPOORT_HELD_CONTENT WHERE CONTENT_ID = ?";

    private HeldContents() {}

    /**
     * Stores content chunk by chunk and reads it back.
     *
     * @param references the number of maildrops that the content is for
     * @throws IOException if the content cannot be read, or its length differs from the declared one
     * @throws SQLException also if the stored octets differ from the content
     */
    static void insert(String id, MailContent content, int references, Connection connection)
            throws IOException, SQLException {
        Sql.update(connection, INSERT_BODY, references, id);
        Hasher given = Hashing.sha256().newHasher();
        long octets = insertChunks(id, content, given, connection);
        if (octets != content.octets()) {
            throw new EOFException("of " + content.octets() + " octets " + octets + " came");
        }
        if (!given.hash().equals(storedDigest(id, connection))) {
            throw new SQLException("the database has other octets than those that it was given");
        }
    }

    private static long insertChunks(String id, MailContent content, Hasher given, Connection connection)
            throws IOException, SQLException {
        long octets = 0;
        try (InputStream stream = content.open()) {
            int number = 0;
            for (byte[] chunk = stream.readNBytes(CHUNK); chunk.length > 0; chunk = stream.readNBytes(CHUNK)) {
                Sql.update(connection, INSERT_CHUNK, id, number, chunk);
                given.putBytes(chunk);
                octets += chunk.length;
                number++;
            }
        }
        return octets;
    }

    private static HashCode storedDigest(String id, Connection connection) throws SQLException {
        Hasher stored = Hashing.sha256().newHasher();
        byte[] chunk;
        int number = 0;
        do {
            chunk = chunk(id, number, connection).orElse(NOTHING);
            stored.putBytes(chunk);
            number++;
        } while (chunk.length > 0);
        return stored.hash();
    }

    /** A chunk, with no octets after the last one. Empty if the content no longer exists. */
    static Optional<byte[]> chunk(String id, int number, Connection connection) throws SQLException {
        return Sql.first(connection, row -> octets(row.getBytes(1)), SELECT_CHUNK, number, id);
    }

    private static byte[] octets(byte[] column) {
        return column == null ? NOTHING : column;
    }

    static boolean isStored(String id, Connection connection) throws SQLException {
        return Sql.exists(connection, IS_STORED, id);
    }

    /** Removes one reference, and the content with the last one. */
    static void release(String id, Connection connection) throws SQLException {
        Sql.update(connection, RELEASE, id);
        if (Sql.update(connection, DELETE_BODY, id) > 0) {
            Sql.update(connection, DELETE_CHUNKS, id);
        }
    }
}
