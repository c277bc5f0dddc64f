// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.mailbox.model.MailboxPath;

/** The row of an inbox in JAMES_MAILBOX, which gives each message its numbers. Caches the id of the row. Thread-safe. */
final class InboxRows {
    private static final int REMEMBERED = 10_000;
    private static final String IS_INBOX = " WHERE USER_NAME = ? AND MAILBOX_NAME = ? AND MAILBOX_NAMESPACE = ?";
    private static final String SELECT_ID = "SELECT MAILBOX_ID FROM JAMES_MAILBOX" + IS_INBOX;
    private static final String COUNT_ON = "UPDATE JAMES_MAILBOX SET MAILBOX_LAST_UID = MAILBOX_LAST_UID + 1,"
            + " MAILBOX_HIGHEST_MODSEQ = MAILBOX_HIGHEST_MODSEQ + 1" + IS_INBOX + " AND MAILBOX_ID = ?";
    private static final String SELECT_NUMBERS =
            "SELECT MAILBOX_LAST_UID, MAILBOX_HIGHEST_MODSEQ FROM JAMES_MAILBOX WHERE MAILBOX_ID = ?";

    private final Cache<Username, Long> ids =
            CacheBuilder.newBuilder().maximumSize(REMEMBERED).build();

    /** Takes the numbers of the next message. Empty if the mailbox does not exist. */
    Optional<NumberedMessage> next(Username user, Instant date, Connection connection) throws SQLException {
        Long remembered = ids.getIfPresent(user);
        if (remembered != null && countOn(user, remembered, connection)) {
            return Optional.of(numbers(remembered, date, connection));
        }
        Optional<Long> id = find(user, connection);
        if (id.isEmpty() || !countOn(user, id.get(), connection)) {
            return Optional.empty();
        }
        ids.put(user, id.get());
        return Optional.of(numbers(id.get(), date, connection));
    }

    private static Optional<Long> find(Username user, Connection connection) throws SQLException {
        MailboxPath inbox = MailboxPath.inbox(user);
        return Sql.first(
                connection,
                row -> row.getLong(1),
                SELECT_ID,
                inbox.getUser().asString(),
                inbox.getName(),
                inbox.getNamespace());
    }

    private static boolean countOn(Username user, long id, Connection connection) throws SQLException {
        MailboxPath inbox = MailboxPath.inbox(user);
        return Sql.update(connection, COUNT_ON, inbox.getUser().asString(), inbox.getName(), inbox.getNamespace(), id)
                > 0;
    }

    private static NumberedMessage numbers(long id, Instant date, Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        row -> new NumberedMessage(id, row.getLong(1), row.getLong(2), date),
                        SELECT_NUMBERS,
                        id)
                .orElseThrow();
    }
}
