// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maintains the HSQLDB file while James uses it: regular checkpoints, the space of deleted mail, and a clean close at the end.
 * Thread-safe.
 */
public final class EmbeddedDatabase {
    /**
     * At each checkpoint HSQLDB forgets which LOBs are being written: two checkpoints during the writing of one message lose that message,
     * unless its transaction did something else before, for which a checkpoint waits. So checkpoints are apart, and only this class runs them.
     */
    static final Duration SHORTEST_INTERVAL = Duration.ofMinutes(1);

    /** Less is not worth a checkpoint of its own. */
    static final long LEAST_WASTE = 16L * 1024 * 1024;

    /** Largest headers in octets that fit into a row. */
    private static final int LONGEST_HEADER = 10_485_760;

    private static final String HEADERS_APART = "SELECT 1 FROM INFORMATION_SCHEMA.COLUMNS"
            + " WHERE TABLE_NAME = 'JAMES_MAIL' AND COLUMN_NAME = 'HEADER_BYTES' AND DATA_TYPE = 'BINARY LARGE OBJECT'";
    private static final String ANY_MAIL = "SELECT 1 FROM JAMES_MAIL FETCH FIRST 1 ROWS ONLY";
    private static final String KEEP_HEADERS_IN_ROWS =
            "ALTER TABLE JAMES_MAIL ALTER COLUMN HEADER_BYTES SET DATA TYPE VARBINARY(" + LONGEST_HEADER + ")";
    private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private final String url;
    private final String username;
    private final String password;
    private boolean closed;
    private long lastCheckpoint = System.nanoTime() - SHORTEST_INTERVAL.toNanos();

    private EmbeddedDatabase(String url, String username, String password) {
        this.url = url;
        this.username = username;
        this.password = password;
    }

    /** The database of this URL; empty for another product, which maintains itself. */
    public static Optional<EmbeddedDatabase> at(String url, String username, String password) {
        return DatabaseFiles.of(url).map(files -> new EmbeddedDatabase(url, username, password));
    }

    /**
     * Runs a checkpoint once per interval, first after one interval, until the result is cancelled.
     *
     * @throws IllegalArgumentException if the interval is below one minute
     */
    public ScheduledFuture<?> checkpointEvery(Duration interval, ScheduledExecutorService scheduler) {
        return every(interval, this::checkpoint, scheduler);
    }

    /**
     * Looks once per interval, first after one interval, until the result is cancelled, whether the file of contents is mostly space of
     * deleted messages, and gives that space back.
     *
     * @throws IllegalArgumentException if the interval is below one minute
     */
    public ScheduledFuture<?> giveSpaceBackEvery(Duration interval, ScheduledExecutorService scheduler) {
        return every(interval, this::giveSpaceBack, scheduler);
    }

    private static ScheduledFuture<?> every(Duration interval, Runnable task, ScheduledExecutorService scheduler) {
        if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
            throw new IllegalArgumentException(
                    "maintenance interval is " + interval + ", must be at least " + SHORTEST_INTERVAL);
        }
        long millis = interval.toMillis();
        return scheduler.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Stores message headers in their rows where OpenJPA's table has a LOB for them: with every LOB, HSQLDB syncs its files three or four
     * times. A database with mail is not changed, which only costs time.
     */
    public void keepHeadersInRows() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            if (hasRow(statement, HEADERS_APART) && !hasRow(statement, ANY_MAIL)) {
                statement.execute(KEEP_HEADERS_IN_ROWS);
            }
        } catch (SQLException e) {
            LOGGER.warn("The table of messages stays as it is, and deliveries are slower", e);
        }
    }

    private static boolean hasRow(Statement statement, String select) throws SQLException {
        try (ResultSet row = statement.executeQuery(select)) {
            return row.next();
        }
    }

    /**
     * Writes everything to the database file and closes it, after all else has stopped; open connections are cut off. Waits for maintenance
     * that is under way, and lets none begin again.
     */
    public synchronized void shutdown() throws SQLException {
        closed = true;
        execute("SHUTDOWN");
    }

    private synchronized void checkpoint() {
        if (closed) {
            return;
        }
        try (Connection connection = connect()) {
            checkpoint(new LobSpace(connection));
        } catch (SQLException | RuntimeException | Error e) {
            // whatever is thrown would end the schedule without a word
            LOGGER.error("No checkpoint of the embedded database; the next one is tried at its usual time", e);
        }
    }

    private void checkpoint(LobSpace space) throws SQLException {
        space.checkpoint();
        lastCheckpoint = System.nanoTime();
    }

    private synchronized void giveSpaceBack() {
        if (closed) {
            return;
        }
        try (Connection connection = connect()) {
            LobSpace space = new LobSpace(connection);
            LobSpace.Usage before = space.usage();
            if (!isMostlyWaste(before)) {
                return;
            }
            if (before.unused() >= LEAST_WASTE && System.nanoTime() - lastCheckpoint >= SHORTEST_INTERVAL.toNanos()) {
                checkpoint(space);
            }
            if (isMostlyWaste(space.usage())) {
                space.shrinkTo(before.used() + before.used() / 4);
            }
            logIfSmaller(before, space.usage());
        } catch (SQLException | RuntimeException e) {
            LOGGER.error("The space of deleted messages is not given back; it is tried again at its usual time", e);
        }
    }

    private static void logIfSmaller(LobSpace.Usage before, LobSpace.Usage after) {
        if (after.file() < before.file()) {
            LOGGER.info(
                    "Gave space of deleted messages back: the file of contents had {} octets and has {}, {} of them in use",
                    before.file(),
                    after.file(),
                    after.used());
        }
    }

    private static boolean isMostlyWaste(LobSpace.Usage usage) {
        return usage.wasted() >= LEAST_WASTE && usage.wasted() >= usage.used();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, username, password);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
