// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.mailbox.model.MailboxPath;

/** The row of an inbox in JAMES_MAILBOX, which gives each message its numbers. It is found by the index of {@link DatabaseIndexes}. */
final class InboxRows {
    private static final String IS_INBOX = " WHERE USER_NAME = ? AND MAILBOX_NAME = ? AND MAILBOX_NAMESPACE = ?";
    private static final String COUNT_ON = "UPDATE JAMES_MAILBOX SET MAILBOX_LAST_UID = MAILBOX_LAST_UID + 1,"
            + " MAILBOX_HIGHEST_MODSEQ = MAILBOX_HIGHEST_MODSEQ + 1" + IS_INBOX;
    private static final String SELECT_NUMBERS =
            "SELECT MAILBOX_ID, MAILBOX_LAST_UID, MAILBOX_HIGHEST_MODSEQ, MAILBOX_UID_VALIDITY FROM JAMES_MAILBOX"
                    + IS_INBOX;

    private InboxRows() {}

    /** Takes the numbers of the next message. Empty if the mailbox does not exist. */
    static Optional<NumberedMessage> next(Username user, Instant date, Connection connection) throws SQLException {
        MailboxPath inbox = MailboxPath.inbox(user);
        Object[] key = {inbox.getUser().asString(), inbox.getName(), inbox.getNamespace()};
        return Sql.update(connection, COUNT_ON, key) == 0
                ? Optional.empty()
                : Sql.first(
                        connection,
                        row -> new NumberedMessage(
                                row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), date),
                        SELECT_NUMBERS,
                        key);
    }
}
