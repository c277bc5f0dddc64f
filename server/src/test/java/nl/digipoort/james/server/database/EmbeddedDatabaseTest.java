// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class EmbeddedDatabaseTest {
    private static final int OCTETS = 100_000;

    @TempDir
    Path home;

    private final HandScheduler scheduler = new HandScheduler();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(EmbeddedDatabase.class);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    @Test
    void leavesOtherProductsAlone() {
        assertThat(EmbeddedDatabase.at("jdbc:postgresql://db/james", "james", ""))
                .isEmpty();
    }

    @Test
    void givesSpaceBackWhileOpenWhenMessagesAreDeleted() throws Exception {
        ScheduledFuture<?> unused = database().checkpointEvery(Duration.ofHours(1), scheduler);
        try (Connection connection = connect()) {
            store(connection, 20);
            long full = size();
            execute(connection, "DELETE FROM MAIL WHERE ID > 0");

            scheduler.tick();

            assertThat(size()).isLessThan(full / 4);
            assertThat(octetsOf(connection, 0)).isEqualTo(OCTETS);
        }
        database().shutdown();
    }

    @Test
    void givesSpaceBackAtOnceWhenMuchIsDeleted() throws Exception {
        ScheduledFuture<?> unused = database().giveSpaceBackEvery(Duration.ofMinutes(1), scheduler);
        try (Connection connection = connect()) {
            store(connection, 180);
            execute(connection, "DELETE FROM MAIL WHERE ID < 179");

            scheduler.tick();

            assertThat(size()).isLessThan(2 * OCTETS);
            assertThat(octetsOf(connection, 179)).isEqualTo(OCTETS);
            assertThat(warnings()).singleElement().asString().startsWith("Gave space of deleted messages back");
        }
        database().shutdown();
    }

    @Test
    void leavesTheFileAloneWhereLittleIsDeleted() throws Exception {
        ScheduledFuture<?> unused = database().giveSpaceBackEvery(Duration.ofMinutes(1), scheduler);
        try (Connection connection = connect()) {
            store(connection, 20);
            long full = size();
            execute(connection, "DELETE FROM MAIL");

            scheduler.tick();

            assertThat(size()).isEqualTo(full);
        }
        database().shutdown();
    }

    @Test
    void makesNoSecondCheckpointRightAfterTheFirst() throws Exception {
        EmbeddedDatabase database = database();
        ScheduledFuture<?> unused = database.checkpointEvery(Duration.ofHours(1), scheduler);
        try (Connection connection = connect()) {
            store(connection, 180);
            scheduler.tick();
            ScheduledFuture<?> unusedToo = database.giveSpaceBackEvery(Duration.ofMinutes(1), scheduler);
            execute(connection, "DELETE FROM MAIL");
            long full = size();

            scheduler.tickLast();

            assertThat(size()).isEqualTo(full);
        }
        database.shutdown();
    }

    @Test
    void doesNotOpenTheDatabaseAgainAfterTheShutdown() throws Exception {
        EmbeddedDatabase database = database();
        ScheduledFuture<?> unused = database.checkpointEvery(Duration.ofHours(1), scheduler);
        ScheduledFuture<?> unusedToo = database.giveSpaceBackEvery(Duration.ofMinutes(1), scheduler);
        try (Connection connection = connect()) {
            store(connection, 1);
        }
        database.shutdown();

        scheduler.tick();

        assertThat(home.resolve("james.lck")).doesNotExist();
    }

    @Test
    void keepsHeadersInRowsWhereThereIsNoMailYet() throws Exception {
        try (Connection connection = connect()) {
            execute(connection, "CREATE TABLE JAMES_MAIL (MAIL_UID BIGINT, HEADER_BYTES BLOB(10485760) NOT NULL)");

            database().keepHeadersInRows();
            database().keepHeadersInRows();

            assertThat(typeOfHeaders(connection)).isEqualTo("VARBINARY");
        }
        database().shutdown();
    }

    @Test
    void leavesTheTableOfMessagesAloneWhereThereIsMailOrNoTable() throws Exception {
        try (Connection connection = connect()) {
            database().keepHeadersInRows();
            assertThat(warnings()).isEmpty();
            execute(connection, "CREATE TABLE JAMES_MAIL (MAIL_UID BIGINT, HEADER_BYTES BLOB(10485760) NOT NULL)");
            execute(connection, "INSERT INTO JAMES_MAIL VALUES (1, CAST(X'41' AS BLOB))");

            database().keepHeadersInRows();

            assertThat(warnings())
                    .as("nothing was tried, which would have failed")
                    .isEmpty();
            assertThat(typeOfHeaders(connection)).isEqualTo("BINARY LARGE OBJECT");
        }
        database().shutdown();
    }

    private List<String> warnings() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static String typeOfHeaders(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT DATA_TYPE FROM INFORMATION_SCHEMA.COLUMNS"
                        + " WHERE TABLE_NAME = 'JAMES_MAIL' AND COLUMN_NAME = 'HEADER_BYTES'")) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void keepsCommitsThroughShutdown() throws Exception {
        try (Connection connection = connect()) {
            store(connection, 3);
        }

        database().shutdown();

        assertThat(home.resolve("james.lck")).doesNotExist();
        try (Connection connection = connect()) {
            assertThat(octetsOf(connection, 2)).isEqualTo(OCTETS);
        }
        database().shutdown();
    }

    @Test
    void survivesACheckpointThatFails() {
        EmbeddedDatabase elsewhere = EmbeddedDatabase.at("jdbc:hsqldb:file:/dev/null/james", "SA", "")
                .orElseThrow();
        ScheduledFuture<?> unused = elsewhere.checkpointEvery(Duration.ofHours(1), scheduler);

        scheduler.tick();

        assertThat(warnings())
                .containsExactly("No checkpoint of the embedded database; the next one is tried at its usual time");
    }

    @Test
    void refusesCheckpointsCloseTogether() {
        EmbeddedDatabase database = database();

        assertThatThrownBy(() -> database.checkpointEvery(Duration.ofSeconds(59), scheduler))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT59S");
    }

    private EmbeddedDatabase database() {
        return EmbeddedDatabase.at(url(), "SA", "").orElseThrow();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), "SA", "");
    }

    /** With the largest blocks, since HSQLDB syncs each that it writes. */
    private String url() {
        return "jdbc:hsqldb:file:" + home.resolve("james")
                + ";hsqldb.tx=mvcc;hsqldb.default_table_type=cached;hsqldb.write_delay=false;hsqldb.lob_file_scale=32";
    }

    private long size() throws IOException {
        return Files.size(home.resolve("james.lobs"));
    }

    private static void store(Connection connection, int messages) throws SQLException {
        execute(connection, "CREATE TABLE MAIL(ID INT PRIMARY KEY, BODY BLOB)");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO MAIL VALUES(?, ?)")) {
            for (int id = 0; id < messages; id++) {
                insert.setInt(1, id);
                insert.setBytes(2, new byte[OCTETS]);
                insert.executeUpdate();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int octetsOf(Connection connection, int id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT BODY FROM MAIL WHERE ID = ?")) {
            select.setInt(1, id);
            try (ResultSet found = select.executeQuery()) {
                assertThat(found.next()).isTrue();
                return found.getBytes(1).length;
            }
        }
    }

    /** Runs what is scheduled when told to. */
    private static final class HandScheduler extends ScheduledThreadPoolExecutor {
        private final Deque<Runnable> tasks = new ArrayDeque<>();

        HandScheduler() {
            super(0);
        }

        void tick() {
            tasks.forEach(Runnable::run);
        }

        void tickLast() {
            tasks.getLast().run();
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initial, long delay, TimeUnit unit) {
            tasks.add(task);
            return null;
        }
    }
}
