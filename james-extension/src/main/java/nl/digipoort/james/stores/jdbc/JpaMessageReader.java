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
    private static final byte[] NOTHING = new byte[0];

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
        Content content = read(mailbox, uid);
        return content.isWhole() ? content.stream() : api.read(manager, mailbox, uid, session);
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

    private Content read(MailboxId mailbox, long uid) throws MailboxException {
        return database.transact("read a message", connection -> Sql.first(
                        connection,
                        row -> new Content(octets(row, 1), octets(row, 2), row.getLong(3)),
                        SELECT,
                        Long.parseLong(mailbox.serialize()),
                        uid)
                .orElse(Content.NONE));
    }

    /** Not by getBytes alone: HSQLDB throws there what is no SQLException if a BLOB is damaged. */
    private static byte[] octets(ResultSet row, int column) throws SQLException {
        Object value = row.getObject(column);
        if (value instanceof Blob) {
            Blob blob = (Blob) value;
            return blob.getBytes(1, Math.toIntExact(blob.length()));
        }
        return row.getBytes(column);
    }

    private static final class Content {
        private static final Content NONE = new Content(null, null, -1);

        private final byte[] header;
        private final byte[] body;
        private final long octets;

        /** @param octets the length of both together, as recorded by James */
        private Content(byte[] header, byte[] body, long octets) {
            this.header = header == null ? NOTHING : header;
            this.body = body == null ? NOTHING : body;
            this.octets = octets;
        }

        private boolean isWhole() {
            return (long) header.length + body.length == octets;
        }

        private InputStream stream() {
            return new SequenceInputStream(new ByteArrayInputStream(header), new ByteArrayInputStream(body));
        }
    }
}
