// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.maildrop.MailboxApiReader;
import nl.digipoort.james.maildrop.MessageReader;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxId;

/**
 * Reads a message of James JPA with one query. James's mailbox API also loads properties and flags, and copies the content more than once.
 * The connection is returned before the first octet is read. If the length differs from James's record, the content may have another form,
 * and the API reads it. Thread-safe.
 */
public final class JpaMessageReader implements MessageReader {
    private static final String SELECT = "SELECT HEADER_BYTES, MAIL_BYTES, MAIL_CONTENT_OCTETS_COUNT FROM JAMES_MAIL"
            + " WHERE MAILBOX_ID = ? AND MAIL_UID = ?";
    private static final String SELECT_HEADER = "SELECT HEADER_BYTES, MAIL_BODY_START_OCTET FROM JAMES_MAIL"
            + " WHERE MAILBOX_ID = ? AND MAIL_UID = ? AND MAIL_BODY_START_OCTET <= ?";

    private final JamesDatabase database;
    private final MailboxApiReader api;

    @Inject
    public JpaMessageReader(JamesDatabase database, MailboxApiReader api) {
        this.database = database;
        this.api = api;
    }

    @Override
    public InputStream read(MailboxManager manager, MailboxId mailbox, long uid, MailboxSession session)
            throws MailboxException, IOException {
        Optional<InputStream> content = database.transact(
                "read a message",
                connection -> Sql.first(
                        connection, JpaMessageReader::wholeContent, SELECT, Long.parseLong(mailbox.serialize()), uid));
        return content.isPresent() ? content.get() : api.read(manager, mailbox, uid, session);
    }

    /** Empty if the length differs from James's record: the header may be stored in another form. */
    @Override
    public Optional<byte[]> readHeader(
            MailboxManager manager, MailboxId mailbox, long uid, int most, MailboxSession session)
            throws MailboxException {
        return database.transact(
                "read a header",
                connection -> Sql.first(
                        connection,
                        JpaMessageReader::wholeHeader,
                        SELECT_HEADER,
                        Long.parseLong(mailbox.serialize()),
                        uid,
                        most));
    }

    @Override
    public boolean isDamage(Exception failure) {
        return SqlStates.isDamage(failure);
    }

    private static byte[] wholeHeader(ResultSet row) throws SQLException {
        byte[] header = row.getBytes(1);
        return header != null && header.length == row.getInt(2) ? header : null;
    }

    /** Null if the length differs from James's record. */
    private static InputStream wholeContent(ResultSet row) throws SQLException {
        byte[] header = octets(row, 1);
        byte[] body = octets(row, 2);
        return (long) header.length + body.length == row.getLong(3)
                ? new SequenceInputStream(new ByteArrayInputStream(header), new ByteArrayInputStream(body))
                : null;
    }

    /** Not by getBytes alone: HSQLDB throws there what is no SQLException if a BLOB is damaged. */
    private static byte[] octets(ResultSet row, int column) throws SQLException {
        Object value = row.getObject(column);
        if (value instanceof Blob) {
            Blob blob = (Blob) value;
            return blob.getBytes(1, Math.toIntExact(blob.length()));
        }
        byte[] octets = row.getBytes(column);
        return octets == null ? new byte[0] : octets;
    }
}
