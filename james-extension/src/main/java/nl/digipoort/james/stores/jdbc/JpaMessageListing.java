// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
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
 * Lists a mailbox of James JPA with two queries. The second reads only two columns, while James's mailbox API would load the flags and
 * properties of every message. Thread-safe.
 */
public final class JpaMessageListing implements MessageListing {
    private static final String MAILBOX = "SELECT MAILBOX_ID, MAILBOX_UID_VALIDITY FROM JAMES_MAILBOX"
            + " WHERE MAILBOX_NAME = ? AND USER_NAME = ? AND MAILBOX_NAMESPACE = ?";
    private static final String UIDS_AND_SIZES =
            "SELECT MAIL_UID, MAIL_CONTENT_OCTETS_COUNT FROM JAMES_MAIL WHERE MAILBOX_ID = ? ORDER BY MAIL_UID";

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

    /** Empty if the mailbox does not exist. */
    Optional<ListedMailbox> list(MailboxPath path) throws MailboxException {
        return database.transact("list a mailbox", connection -> list(path, connection));
    }

    private Optional<ListedMailbox> list(MailboxPath path, Connection connection) throws SQLException {
        return Sql.first(
                connection,
                row -> listed(row.getLong(1), row.getLong(2), connection),
                MAILBOX,
                path.getName(),
                path.getUser().asString(),
                path.getNamespace());
    }

    private ListedMailbox listed(long mailbox, long uidValidity, Connection connection) throws SQLException {
        MailboxId id = mailboxIds.fromString(Long.toString(mailbox));
        return new ListedMailbox(id, uidValidity, messages(mailbox, connection));
    }

    private static StoredMessages messages(long mailbox, Connection connection) throws SQLException {
        LongStream.Builder uids = LongStream.builder();
        LongStream.Builder sizes = LongStream.builder();
        Sql.RowVisitor message = row -> {
            uids.add(row.getLong(1));
            sizes.add(row.getLong(2));
        };
        Sql.visit(connection, message, UIDS_AND_SIZES, mailbox);
        return StoredMessages.of(uids.build().toArray(), sizes.build().toArray());
    }
}
