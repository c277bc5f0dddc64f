package nl.digipoort.james.stores.jdbc;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import nl.digipoort.james.mail.MailContent;

/**
 * The contents of held mail: one row with the count of maildrops that wait for it, and the octets in rows of at most 256 KiB. No
 * large objects: HSQLDB drops the failure to store one, and never gives its space back.
 */
final class HeldContents {
    static final Table BODY = Table.of(
            "DIGIPOORT_HELD_BODY", "CONTENT_ID VARCHAR(36) NOT NULL PRIMARY KEY, REFERENCES_LEFT INTEGER NOT NULL");
    static final Table CONTENT = Table.of(
            "DIGIPOORT_HELD_CONTENT",
            "CONTENT_ID VARCHAR(36) NOT NULL, CHUNK INTEGER NOT NULL, OCTETS " + Table.OCTETS + " NOT NULL,"
                    + " PRIMARY KEY (CONTENT_ID, CHUNK)");

    private static final byte[] NOTHING = new byte[0];
    private static final int CHUNK = Table.MOST_OCTETS;
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
     * Stores a content, a chunk at a time, and reads it again.
     *
     * @param references for how many maildrops
     * @throws IOException if the content cannot be read, or is not as long as it says
     * @throws SQLException also if something else is stored than what came
     */
    static void insert(String id, MailContent content, int references, Connection connection)
            throws IOException, SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_BODY)) {
            insert.setInt(1, references);
            insert.setString(2, id);
            insert.executeUpdate();
        }
        MessageDigest digest = sha256();
        long octets = insertChunks(id, content, digest, connection);
        if (octets != content.octets()) {
            throw new EOFException("of " + content.octets() + " octets " + octets + " came");
        }
        if (!MessageDigest.isEqual(digest.digest(), storedDigest(id, connection))) {
            throw new SQLException("the database has other octets than those that it was given");
        }
    }

    private static long insertChunks(String id, MailContent content, MessageDigest digest, Connection connection)
            throws IOException, SQLException {
        long octets = 0;
        try (InputStream stream = content.open();
                PreparedStatement insert = connection.prepareStatement(INSERT_CHUNK)) {
            int number = 0;
            for (byte[] chunk = stream.readNBytes(CHUNK); chunk.length > 0; chunk = stream.readNBytes(CHUNK)) {
                insert.setString(1, id);
                insert.setInt(2, number);
                insert.setBytes(3, chunk);
                insert.executeUpdate();
                digest.update(chunk);
                octets += chunk.length;
                number++;
            }
        }
        return octets;
    }

    private static byte[] storedDigest(String id, Connection connection) throws SQLException {
        MessageDigest digest = sha256();
        byte[] chunk;
        int number = 0;
        do {
            chunk = chunk(id, number, connection).orElse(NOTHING);
            digest.update(chunk);
            number++;
        } while (chunk.length > 0);
        return digest.digest();
    }

    /** A chunk, of no octets behind the last one; empty if there is no such content any more. */
    static Optional<byte[]> chunk(String id, int number, Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_CHUNK)) {
            select.setInt(1, number);
            select.setString(2, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                byte[] octets = row.getBytes(1);
                return Optional.of(octets == null ? NOTHING : octets);
            }
        }
    }

    static boolean isStored(String id, Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(IS_STORED)) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    /** One maildrop less waits for it; with the last one it goes. */
    static void release(String id, Connection connection) throws SQLException {
        update(RELEASE, id, connection);
        if (update(DELETE_BODY, id, connection) > 0) {
            update(DELETE_CHUNKS, id, connection);
        }
    }

    private static int update(String sql, String id, Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, id);
            return update.executeUpdate();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
