package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.LongStream;
import javax.inject.Inject;
import nl.digipoort.james.maildrop.ListedMailbox;
import nl.digipoort.james.maildrop.MaildropMailbox;
import nl.digipoort.james.maildrop.MessageListing;
import nl.digipoort.james.maildrop.StoredMessages;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;

/**
 * Lists a mailbox of James JPA by two queries, the second a projection of two columns, where James's mailbox API would load flags
 * and properties of every message. Thread-safe.
 */
public final class JpaMessageListing implements MessageListing {
    private static final String MAILBOX = "SELECT MAILBOX_ID, MAILBOX_UID_VALIDITY FROM JAMES_MAILBOX"
            + " WHERE MAILBOX_NAME = ? AND USER_NAME = ? AND MAILBOX_NAMESPACE = ?";
    private static final String UIDS_AND_SIZES =
            "SELECT MAIL_UID, MAIL_CONTENT_OCTETS_COUNT FROM JAMES_MAIL" + " WHERE MAILBOX_ID = ? ORDER BY MAIL_UID";
    /** Rows that a driver fetches at a time, where it does not fetch all at once. */
    private static final int ROWS = 10_000;

    private final JamesDatabase database;
    private final MailboxId.Factory mailboxIds;

    @Inject
    public JpaMessageListing(JamesDatabase database, MailboxId.Factory mailboxIds) {
        this.database = database;
        this.mailboxIds = mailboxIds;
    }

    @Override
    public ListedMailbox list(MailboxManager manager, MailboxPath path, MailboxSession session)
            throws MailboxException {
        Optional<ListedMailbox> listed = list(path);
        if (listed.isPresent()) {
            return listed.get();
        }
        MaildropMailbox.open(manager, path, session);
        return list(path).orElseThrow(() -> new MailboxException("the mailbox was made, and is not there"));
    }

    /** Empty if there is no such mailbox. */
    Optional<ListedMailbox> list(MailboxPath path) throws MailboxException {
        try {
            return database.transact(connection -> list(path, connection));
        } catch (SQLException e) {
            throw new MailboxException("cannot list a mailbox in James's database", e);
        }
    }

    private Optional<ListedMailbox> list(MailboxPath path, Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(MAILBOX)) {
            select.setString(1, path.getName());
            select.setString(2, path.getUser().asString());
            select.setString(3, path.getNamespace());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                long mailbox = row.getLong(1);
                long uidValidity = row.getLong(2);
                MailboxId id = mailboxIds.fromString(Long.toString(mailbox));
                return Optional.of(new ListedMailbox(id, uidValidity, messages(mailbox, connection)));
            }
        }
    }

    private static StoredMessages messages(long mailbox, Connection connection) throws SQLException {
        LongStream.Builder uids = LongStream.builder();
        LongStream.Builder sizes = LongStream.builder();
        try (PreparedStatement select = connection.prepareStatement(UIDS_AND_SIZES)) {
            select.setFetchSize(ROWS);
            select.setLong(1, mailbox);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    uids.add(row.getLong(1));
                    sizes.add(row.getLong(2));
                }
            }
        }
        return StoredMessages.of(uids.build().toArray(), sizes.build().toArray());
    }
}
