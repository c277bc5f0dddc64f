// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.inject.Inject;
import nl.digipoort.james.maildrop.MessageAges;
import nl.digipoort.james.maildrop.Snapshot;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;

/** Finds old messages of James JPA with one query. Thread-safe. */
public final class JpaMessageAges implements MessageAges {
    private static final String BEFORE = "SELECT b.MAILBOX_UID_VALIDITY, m.MAIL_UID, m.MAIL_DATE FROM JAMES_MAILBOX b"
            + " JOIN JAMES_MAIL m ON m.MAILBOX_ID = b.MAILBOX_ID"
            + " WHERE b.MAILBOX_NAME = ? AND b.USER_NAME = ? AND b.MAILBOX_NAMESPACE = ?"
            + " AND m.MAIL_DATE < ? ORDER BY m.MAIL_UID";

    private final JamesDatabase database;

    @Inject
    public JpaMessageAges(JamesDatabase database) {
        this.database = database;
    }

    @Override
    public Map<String, Instant> before(
            Instant moment, int most, MailboxManager manager, MailboxPath path, MailboxSession session)
            throws MailboxException {
        return before(moment, most, path);
    }

    Map<String, Instant> before(Instant moment, int most, MailboxPath path) throws MailboxException {
        return database.transact("look for old messages", connection -> before(moment, most, path, connection));
    }

    private static Map<String, Instant> before(Instant moment, int most, MailboxPath path, Connection connection)
            throws SQLException {
        Map<String, Instant> old = new LinkedHashMap<>();
        Sql.visit(
                most,
                connection,
                row -> old.put(
                        Snapshot.uniqueId(row.getLong(1), row.getLong(2)),
                        row.getTimestamp(3).toInstant()),
                BEFORE,
                path.getName(),
                path.getUser().asString(),
                path.getNamespace(),
                // as OpenJPA writes it: without a time zone, in the JVM's local time
                Timestamp.from(moment));
        return old;
    }
}
