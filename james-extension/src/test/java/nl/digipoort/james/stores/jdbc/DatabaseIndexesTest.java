// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.persistence.EntityManagerFactory;
import nl.digipoort.james.credential.CapturedLog;
import nl.digipoort.james.testing.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseIndexesTest {
    private static final String MAILBOX = "digipoort_james_mailbox_user";
    private static final String PROPERTY = "digipoort_james_mail_property_message";
    private static final String MADE = "digipoort_delivery_made_at";
    private static final String USERFLAG = "digipoort_james_mail_userflag_message";

    private TestPostgres postgres;
    private EntityManagerFactory factory;
    private DatabaseIndexes indexes;
    private CapturedLog log;

    @BeforeAll
    void start() {
        postgres = TestPostgres.running();
        factory = factory(postgres.user(), "");
        factory.createEntityManager().close();
        indexes = new DatabaseIndexes(new JamesDatabase(factory));
    }

    @AfterAll
    void stop() {
        if (factory != null) {
            factory.close();
        }
    }

    @BeforeEach
    void dropIndexes() throws SQLException {
        for (String index : List.of(MAILBOX, PROPERTY, USERFLAG, "of_an_operator")) {
            execute("DROP INDEX IF EXISTS " + index);
        }
        log = CapturedLog.of(DatabaseIndexes.class);
    }

    @AfterEach
    void endLog() {
        log.close();
    }

    @Test
    void makesWhatIsMissing() throws SQLException {
        indexes.complete();

        assertThat(usable()).containsExactly(PROPERTY, USERFLAG, MAILBOX);
        assertThat(log.take())
                .containsExactly(
                        "INFO JAMES_MAILBOX lacks an index, which is made now; until then logins and deliveries are slow",
                        "INFO The index that JAMES_MAILBOX lacked is made",
                        "INFO JAMES_MAIL_PROPERTY lacks an index, which is made now; until then deletions are slow",
                        "INFO The index that JAMES_MAIL_PROPERTY lacked is made",
                        "INFO JAMES_MAIL_USERFLAG lacks an index, which is made now; until then deletions are slow",
                        "INFO The index that JAMES_MAIL_USERFLAG lacked is made");
    }

    @Test
    void doesNothingWhenAllIsThere() {
        indexes.complete();
        log.take();

        indexes.complete();

        assertThat(log.take()).isEmpty();
    }

    @Test
    void isContentWithTheIndexOfAnOperator() throws SQLException {
        execute("CREATE INDEX of_an_operator ON JAMES_MAIL_PROPERTY (MAIL_UID, MAILBOX_ID, PROPERTY_ID)");

        indexes.complete();

        assertThat(usable()).containsExactly(USERFLAG, MAILBOX, "of_an_operator");
    }

    /** A table of this version has the index from the beginning, and there may be no table yet. */
    @Test
    void completesATableOfAnEarlierVersion() throws SQLException {
        execute("DROP TABLE IF EXISTS DIGIPOORT_DELIVERY_MADE");
        execute("CREATE TABLE DIGIPOORT_DELIVERY_MADE (DELIVERY_KEY VARCHAR(64) NOT NULL PRIMARY KEY,"
                + " MADE_AT TIMESTAMP WITH TIME ZONE NOT NULL)");
        indexes.complete();
        assertThat(usable()).containsExactly(MADE, PROPERTY, USERFLAG, MAILBOX);

        execute("DROP TABLE DIGIPOORT_DELIVERY_MADE");
        new JdbcMadeDeliveries(new JamesDatabase(factory), Duration.ofDays(30))
                .forgetOld(Clock.systemUTC().instant());
        indexes.complete();
        assertThat(usable()).containsExactly(PROPERTY, USERFLAG, MAILBOX);

        execute("DROP TABLE DIGIPOORT_DELIVERY_MADE");
        log.take();
        indexes.complete();
        assertThat(log.take()).isEmpty();
    }

    /** Searched by the mailbox alone as long as the statistics are old. */
    @Test
    void isNotContentWithAnIndexThatBeginsWithTheMailboxOrIsPartial() throws SQLException {
        execute("CREATE INDEX of_an_operator ON JAMES_MAIL_PROPERTY (MAILBOX_ID, MAIL_UID)");
        indexes.complete();
        assertThat(usable()).contains(PROPERTY);

        dropIndexes();
        execute("CREATE INDEX of_an_operator ON JAMES_MAIL_PROPERTY (MAIL_UID, MAILBOX_ID) WHERE MAIL_UID > 5");
        indexes.complete();
        assertThat(usable()).contains(PROPERTY);
    }

    @Test
    void makesAnewWhatABrokenBuildLeft() throws SQLException {
        indexes.complete();
        String before = oid(PROPERTY);
        execute("UPDATE pg_index SET indisvalid = FALSE WHERE indexrelid = '" + PROPERTY + "'::regclass");

        indexes.complete();

        assertThat(usable()).containsExactly(PROPERTY, USERFLAG, MAILBOX);
        assertThat(oid(PROPERTY)).isNotEqualTo(before);
    }

    @Test
    void tellsTheOperatorWhatToRunWhenTheTableIsNotItsOwn() throws SQLException {
        execute("DROP ROLE IF EXISTS guest");
        execute("CREATE ROLE guest LOGIN");
        EntityManagerFactory guest = factory("guest", "");
        try {
            new DatabaseIndexes(new JamesDatabase(guest)).complete();
        } finally {
            guest.close();
        }

        assertThat(usable()).isEmpty();
        List<String> warnings = log.take();
        warnings.removeIf(line -> line.startsWith("INFO"));
        assertThat(warnings)
                .hasSize(3)
                .element(1)
                .isEqualTo(
                        "WARN JAMES_MAIL_PROPERTY lacks an index, and this server cannot make it (ERROR: must be owner"
                                + " of table james_mail_property): deletions are slow. As the owner of the table run:"
                                + " DROP INDEX CONCURRENTLY IF EXISTS digipoort_james_mail_property_message;"
                                + " CREATE INDEX CONCURRENTLY IF NOT EXISTS digipoort_james_mail_property_message"
                                + " ON JAMES_MAIL_PROPERTY (MAIL_UID, MAILBOX_ID);");
    }

    @Test
    void tellsWhenAnotherIndexHasTheName() throws SQLException {
        execute("CREATE INDEX " + PROPERTY + " ON JAMES_MAIL_PROPERTY (PROPERTY_VALUE)");

        indexes.complete();

        assertThat(log.take()).anyMatch(line -> line.startsWith("WARN") && line.contains("another index has its name"));
    }

    @Test
    void leavesItToTheServerThatHasBegun() throws SQLException {
        try (Connection other = connect();
                Statement statement = other.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(7235427978902990706)");

            indexes.complete();
        }

        assertThat(usable()).isEmpty();
        assertThat(log.take()).containsExactly("INFO Another server makes the indexes that are missing");
    }

    @Test
    void makesThemOnceWhenManyServersStartAtOnce() throws Exception {
        int servers = 4;
        CyclicBarrier start = new CyclicBarrier(servers);
        ExecutorService threads = Executors.newFixedThreadPool(servers);
        List<Callable<Void>> starts = new ArrayList<>();
        for (int i = 0; i < servers; i++) {
            starts.add(() -> {
                start.await();
                indexes.complete();
                return null;
            });
        }

        for (Future<Void> started : threads.invokeAll(starts)) {
            started.get();
        }
        threads.shutdown();

        assertThat(usable()).containsExactly(PROPERTY, USERFLAG, MAILBOX);
        assertThat(log.take()).noneMatch(line -> line.startsWith("WARN"));
    }

    /** The build waits for transactions that began before it. */
    @Test
    void waitsForTheBuildLongerThanForOtherAnswers() throws Exception {
        EntityManagerFactory impatient = factory(postgres.user(), "?socketTimeout=1");
        CompletableFuture<Void> build;
        try (Connection other = connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE JAMES_MAIL_PROPERTY IN ROW EXCLUSIVE MODE");
            build = CompletableFuture.runAsync(() -> new DatabaseIndexes(new JamesDatabase(impatient)).complete());
            await().until(() -> !query("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONCURRENTLY%'"
                            + " AND state = 'active' AND query_start < clock_timestamp() - INTERVAL '1.3' SECOND")
                    .isEmpty());
            assertThat(build).isNotDone();
        }
        build.join();
        impatient.close();

        assertThat(usable()).containsExactly(PROPERTY, USERFLAG, MAILBOX);
        assertThat(log.take()).noneMatch(line -> line.startsWith("WARN"));
    }

    /** They have indexes on foreign keys, and lack the one that James does not name. */
    @Test
    void makesTheIndexOfMailboxesOnOtherDatabases(@TempDir Path folder) throws SQLException {
        for (EntityManagerFactory other : List.of(
                TestJpa.hsqldb("jdbc:hsqldb:file:" + folder + "/james;shutdown=true"),
                TestJpa.h2("jdbc:h2:mem:indexes;NON_KEYWORDS=VALUE;DB_CLOSE_DELAY=-1"))) {
            try {
                other.createEntityManager().close();
                JamesDatabase database = new JamesDatabase(other);
                for (int start = 0; start < 2; start++) {
                    new DatabaseIndexes(database).complete();
                }
                assertThatThrownBy(() -> TestJpa.execute(
                                other, "CREATE INDEX DIGIPOORT_JAMES_MAILBOX_USER ON JAMES_MAILBOX (USER_NAME)"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("DIGIPOORT_JAMES_MAILBOX_USER");
            } finally {
                other.close();
            }
        }

        assertThat(log.take()).isEmpty();
    }

    @Test
    void isNoReasonNotToStartWhenTheDatabaseIsUnavailable() {
        EntityManagerFactory nowhere =
                TestJpa.factory("org.postgresql.Driver", "jdbc:postgresql://127.0.0.1:1/james", Map.of());
        try {
            new DatabaseIndexes(new JamesDatabase(nowhere)).complete();
        } finally {
            nowhere.close();
        }

        assertThat(log.take())
                .containsExactly(
                        "WARN The indexes of the tables cannot be looked at; logins and deletions may be slow");
    }

    private EntityManagerFactory factory(String user, String parameters) {
        return TestJpa.factory(
                "org.postgresql.Driver", postgres.url() + parameters, Map.of("openjpa.ConnectionUserName", user));
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.url(), postgres.user(), "");
    }

    private void execute(String sql) throws SQLException {
        TestJpa.execute(factory, sql);
    }

    private List<String> usable() throws SQLException {
        return query("SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indisvalid"
                + " AND c.relname IN ('" + MAILBOX + "', '" + PROPERTY + "', '" + USERFLAG + "', '" + MADE
                + "', 'of_an_operator') ORDER BY 1");
    }

    private String oid(String index) throws SQLException {
        return query("SELECT '" + index + "'::regclass::oid").get(0);
    }

    private List<String> query(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                values.add(row.getString(1));
            }
        }
        return values;
    }
}
