// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import nl.digipoort.james.maildrop.MailboxUpkeep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the indexes that the database lacks (docs/develop/adr/0027-indexes-on-postgresql.md). If several servers of one PostgreSQL start
 * at once, one of them builds. Thread-safe.
 */
public final class DatabaseIndexes implements MailboxUpkeep {
    private static final Logger LOGGER = LoggerFactory.getLogger(DatabaseIndexes.class);

    /** The key of the building server's advisory lock: the letters "digipoor". */
    private static final long LOCK = 0x64696769706F6F72L;

    /**
     * PostgreSQL does not index foreign keys by itself, and James names no index for its look-up of a mailbox. The message's identifier
     * comes first: if outdated statistics show a filled mailbox as empty, an index that begins with the mailbox is searched by the mailbox
     * alone.
     */
    private static final List<PostgresIndex> INDEXES = List.of(
            new PostgresIndex(
                    "digipoort_james_mailbox_user",
                    "JAMES_MAILBOX",
                    "logins and deliveries",
                    "USER_NAME",
                    "MAILBOX_NAME"),
            new PostgresIndex(
                    "digipoort_james_mail_property_message",
                    "JAMES_MAIL_PROPERTY",
                    "deletions",
                    "MAIL_UID",
                    "MAILBOX_ID"),
            new PostgresIndex(
                    "digipoort_james_mail_userflag_message",
                    "JAMES_MAIL_USERFLAG",
                    "deletions",
                    "MAIL_UID",
                    "MAILBOX_ID"),
            new PostgresIndex(
                    "digipoort_delivery_made_at",
                    "DIGIPOORT_DELIVERY_MADE",
                    "removals of old notes of deliveries",
                    "MADE_AT"));

    /** HSQLDB and H2 index foreign keys by themselves. */
    private static final String ON_OTHERS =
            "CREATE INDEX IF NOT EXISTS DIGIPOORT_JAMES_MAILBOX_USER ON JAMES_MAILBOX (USER_NAME, MAILBOX_NAME)";

    private final JamesDatabase database;

    @Inject
    public DatabaseIndexes(JamesDatabase database) {
        this.database = database;
    }

    @Override
    public void start() {
        Thread thread = new Thread(this::complete, "digipoort-indexes");
        thread.setDaemon(true);
        thread.start();
    }

    /** Builds the missing indexes and waits for the end. */
    void complete() {
        try {
            if (database.isPostgres()) {
                database.withoutTransaction(connection -> complete(connection));
            } else {
                database.transact(connection -> Sql.update(connection, ON_OTHERS));
            }
        } catch (SQLException | RuntimeException e) {
            LOGGER.warn("The indexes of the tables cannot be looked at; logins and deletions may be slow", e);
        }
    }

    private Void complete(Connection connection) throws SQLException {
        if (incomplete(connection).isEmpty()) {
            return null;
        }
        // without waiting: the build waits for all running statements, also for one that waits for this lock
        if (!ask("SELECT pg_try_advisory_lock(?)", connection)) {
            LOGGER.info("Another server makes the indexes that are missing");
            return null;
        }
        try {
            for (PostgresIndex index : incomplete(connection)) {
                complete(index, connection);
            }
        } finally {
            ask("SELECT pg_advisory_unlock(?)", connection);
        }
        return null;
    }

    private List<PostgresIndex> incomplete(Connection connection) throws SQLException {
        List<PostgresIndex> incomplete = new ArrayList<>();
        for (PostgresIndex index : INDEXES) {
            if (!index.isThere(connection)) {
                incomplete.add(index);
            }
        }
        return incomplete;
    }

    private static void complete(PostgresIndex index, Connection connection) throws SQLException {
        LOGGER.info("{} lacks an index, which is made now; until then {} are slow", index.table(), index.slow());
        try {
            index.build(connection);
        } catch (SQLException e) {
            if (connection.isClosed()) {
                throw e;
            }
            warn(index, firstLine(e));
            return;
        }
        if (index.isThere(connection)) {
            LOGGER.info("The index that {} lacked is made", index.table());
        } else {
            warn(index, "another index has its name");
        }
    }

    private static void warn(PostgresIndex index, String why) {
        LOGGER.warn(
                "{} lacks an index, and this server cannot make it ({}): {} are slow. As the owner of the table run: {}",
                index.table(),
                why,
                index.slow(),
                index.sql());
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static boolean ask(String sql, Connection connection) throws SQLException {
        return Sql.first(connection, row -> row.getBoolean(1), sql, LOCK).orElse(false);
    }
}
