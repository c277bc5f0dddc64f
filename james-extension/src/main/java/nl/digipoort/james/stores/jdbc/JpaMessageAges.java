// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;
import javax.inject.Inject;
import nl.digipoort.james.maildrop.MessageAges;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;

/** Finds old messages of James JPA with one query of two columns. Thread-safe. */
public final class JpaMessageAges implements MessageAges {
    private static final String BEFORE = "SELECT MAIL_UID, MAIL_DATE FROM JAMES_MAIL"
            + " WHERE MAILBOX_ID IN (SELECT MAILBOX_ID FROM JAMES_MAILBOX"
            + " WHERE MAILBOX_NAME = ? AND USER_NAME = ? AND MAILBOX_NAMESPACE = ?)"
            + " AND MAIL_DATE < ? ORDER BY MAIL_UID";

    private final JamesDatabase database;

    @Inject
    public JpaMessageAges(JamesDatabase database) {
        this.database = database;
    }

    @Override
    public NavigableMap<Long, Instant> before(
            Instant moment, int most, MailboxManager manager, MailboxPath path, MailboxSession session)
            throws MailboxException {
        return before(moment, most, path);
    }

    NavigableMap<Long, Instant> before(Instant moment, int most, MailboxPath path) throws MailboxException {
        return database.transact("look for old messages", connection -> before(moment, most, path, connection));
    }

    private static NavigableMap<Long, Instant> before(Instant moment, int most, MailboxPath path, Connection connection)
            throws SQLException {
        NavigableMap<Long, Instant> old = new TreeMap<>();
        Sql.visit(
                most,
                connection,
                row -> old.put(row.getLong(1), row.getTimestamp(2).toInstant()),
                BEFORE,
                path.getName(),
                path.getUser().asString(),
                path.getNamespace(),
                // as OpenJPA writes it: without a time zone, in the JVM's local time
                Timestamp.from(moment));
        return old;
    }
}
