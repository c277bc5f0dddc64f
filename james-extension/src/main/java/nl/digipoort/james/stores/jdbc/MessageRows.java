// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.james.mailbox.store.mail.model.Property;

/** The rows of a message in James's tables, as OpenJPA writes them for a new message. */
final class MessageRows {
    private static final String INSERT_MESSAGE = "INSERT INTO JAMES_MAIL (MAILBOX_ID, MAIL_UID, MAIL_MODSEQ, MAIL_DATE,"
            + " MAIL_BODY_START_OCTET, MAIL_CONTENT_OCTETS_COUNT, MAIL_MIME_TYPE, MAIL_MIME_SUBTYPE,"
            + " MAIL_TEXTUAL_LINE_COUNT, MAIL_IS_RECENT, MAIL_IS_ANSWERED, MAIL_IS_DELETED, MAIL_IS_DRAFT,"
            + " MAIL_IS_FLAGGED, MAIL_IS_SEEN, HEADER_BYTES, MAIL_BYTES)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String INSERT_PROPERTY = "INSERT INTO JAMES_MAIL_PROPERTY (PROPERTY_ID, PROPERTY_LINE_NUMBER,"
            + " PROPERTY_NAME_SPACE, PROPERTY_LOCAL_NAME, PROPERTY_VALUE, MAILBOX_ID, MAIL_UID)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)";
    private static final String KEY = " FROM JAMES_MAIL WHERE MAILBOX_ID = ? AND MAIL_UID = ?";
    private static final String SELECT_CONTENT = "SELECT HEADER_BYTES, MAIL_BYTES" + KEY;
    private static final String SELECT_LENGTHS = "SELECT OCTET_LENGTH(HEADER_BYTES), OCTET_LENGTH(MAIL_BYTES)" + KEY;
    private static final String SELECT_DATE = "SELECT MAIL_DATE, MAIL_CONTENT_OCTETS_COUNT" + KEY;
    private static final int RECENT = 10;
    private static final int SEEN = 15;
    private static final int BUFFER = 256 * 1024;

    private MessageRows() {}

    static void insert(
            NumberedMessage numbers, DeliveredMessage message, MimeProperties mime, long[] ids, Connection connection)
            throws IOException, SQLException {
        insertMessage(numbers, message, mime, connection);
        insertProperties(numbers, mime.all(), ids, connection);
    }

    private static void insertMessage(
            NumberedMessage numbers, DeliveredMessage message, MimeProperties mime, Connection connection)
            throws IOException, SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_MESSAGE);
                InputStream body = message.body()) {
            insert.setLong(1, numbers.mailbox());
            insert.setLong(2, numbers.uid());
            insert.setLong(3, numbers.modSeq());
            insert.setTimestamp(4, Timestamp.from(numbers.date()));
            insert.setInt(5, message.header().length);
            insert.setLong(6, message.octets());
            insert.setString(7, mime.mediaType());
            insert.setString(8, mime.subType());
            if (mime.isText()) {
                insert.setLong(9, message.bodyLines());
            } else {
                insert.setNull(9, Types.BIGINT);
            }
            for (int flag = RECENT; flag <= SEEN; flag++) {
                insert.setBoolean(flag, flag == RECENT);
            }
            insert.setBytes(16, message.header());
            if (message.isShort()) {
                // for a stream HSQLDB syncs its files once more
                insert.setBytes(17, body.readAllBytes());
            } else {
                insert.setBinaryStream(17, body, message.bodyOctets());
            }
            insert.executeUpdate();
        }
    }

    private static void insertProperties(
            NumberedMessage numbers, List<Property> properties, long[] ids, Connection connection) throws SQLException {
        List<Object[]> values = new ArrayList<>();
        for (int line = 0; line < properties.size(); line++) {
            Property property = properties.get(line);
            values.add(new Object[] {
                ids[line],
                line,
                property.getNamespace(),
                property.getLocalName(),
                property.getValue(),
                numbers.mailbox(),
                numbers.uid()
            });
        }
        Sql.updateEach(connection, INSERT_PROPERTY, values);
    }

    /**
     * Verifies the inserted message: its length, and every octet if the database is not remote. If HSQLDB cannot store the content, it
     * inserts the message without it and reports no error.
     *
     * @throws SQLException also if the stored message differs from the given one
     */
    static void verify(NumberedMessage numbers, DeliveredMessage message, boolean remote, Connection connection)
            throws IOException, SQLException {
        try (PreparedStatement select = connection.prepareStatement(remote ? SELECT_LENGTHS : SELECT_CONTENT)) {
            setKey(select, numbers);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next() || !(remote ? hasLengths(row, message) : hasContent(row, message))) {
                    throw new SQLException("the database has another message than it was given");
                }
            }
        }
    }

    private static boolean hasLengths(ResultSet row, DeliveredMessage message) throws SQLException {
        return row.getLong(1) == message.header().length && row.getLong(2) == message.bodyOctets();
    }

    private static boolean hasContent(ResultSet row, DeliveredMessage message) throws IOException, SQLException {
        return Arrays.mismatch(row.getBytes(1), message.header()) < 0 && isSame(row.getBlob(2), message);
    }

    /** Compares piece by piece, because HSQLDB's stream of a BLOB reads octet by octet. */
    private static boolean isSame(Blob stored, DeliveredMessage message) throws IOException, SQLException {
        if (stored == null || stored.length() != message.bodyOctets()) {
            return false;
        }
        byte[] buffer = new byte[Math.max(1, Math.min(BUFFER, message.bodyOctets()))];
        long position = 1;
        try (InputStream given = message.body()) {
            for (int count = given.readNBytes(buffer, 0, buffer.length); count > 0; ) {
                byte[] piece = stored.getBytes(position, count);
                if (Arrays.mismatch(piece, 0, piece.length, buffer, 0, count) >= 0) {
                    return false;
                }
                position += count;
                count = given.readNBytes(buffer, 0, buffer.length);
            }
        }
        return true;
    }

    /** Whether this message is stored, and not another one with the same number. */
    static boolean isThere(NumberedMessage numbers, DeliveredMessage message, Connection connection)
            throws SQLException {
        return Sql.first(
                        connection,
                        row -> row.getTimestamp(1).toInstant().toEpochMilli()
                                        == numbers.date().toEpochMilli()
                                && row.getLong(2) == message.octets(),
                        SELECT_DATE,
                        numbers.mailbox(),
                        numbers.uid())
                .orElse(false);
    }

    private static void setKey(PreparedStatement statement, NumberedMessage numbers) throws SQLException {
        statement.setLong(1, numbers.mailbox());
        statement.setLong(2, numbers.uid());
    }
}
