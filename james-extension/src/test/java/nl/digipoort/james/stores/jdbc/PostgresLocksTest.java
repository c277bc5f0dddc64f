// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import static nl.digipoort.james.lock.MaildropLocksContract.ALICE;
import static nl.digipoort.james.lock.MaildropLocksContract.BOB;
import static nl.digipoort.james.lock.MaildropLocksContract.HOLDER;
import static nl.digipoort.james.lock.MaildropLocksContract.LEASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.persistence.EntityManagerFactory;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.lock.Lease;
import nl.digipoort.james.lock.LockWatch;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.lock.Renewals;
import nl.digipoort.james.testing.TestPostgres;
import org.apache.james.core.Username;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Locks in PostgreSQL when another node stands still in a transaction, or when all connections are taken. */
class PostgresLocksTest {
    private static final Path SETTINGS = Path.of("../conf/james-database-postgresql.properties");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String TOUCH =
            "UPDATE DIGIPOORT_MAILDROP_LOCK SET FENCE = FENCE WHERE MAILDROP = '" + ALICE.asString() + "'";

    private final TestPostgres postgres = TestPostgres.running();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<EntityManagerFactory> factories = new ArrayList<>();

    @BeforeEach
    void empty() throws SQLException {
        TestJpa.drop(factory(Map.of()), List.of("DIGIPOORT_MAILDROP_LOCK"));
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        factories.forEach(EntityManagerFactory::close);
    }

    private EntityManagerFactory factory(Map<String, String> pool) {
        List<String> settings = new ArrayList<>();
        pool.forEach((key, value) -> settings.add(key + "=" + value));
        Map<String, String> properties = new HashMap<>(Map.of("openjpa.ConnectionUserName", postgres.user()));
        if (!pool.isEmpty()) {
            properties.put("openjpa.ConnectionProperties", String.join(",", settings));
        }
        EntityManagerFactory made = TestJpa.factory("org.postgresql.Driver", postgres.url(), properties);
        factories.add(made);
        return made;
    }

    private static MaildropLocks locks(JamesDatabase database) {
        return new JdbcMaildropLocks(database, database.besideThePool(), LEASE, new LockWatch());
    }

    /** What operators copy, as James reads it. */
    private static Map<String, String> shipped() throws IOException {
        Properties file = new Properties();
        try (Reader reader = Files.newBufferedReader(SETTINGS)) {
            file.load(reader);
        }
        Map<String, String> pool = new HashMap<>();
        file.stringPropertyNames().stream()
                .filter(key -> key.startsWith("datasource."))
                .forEach(key -> pool.put(key.substring("datasource.".length()), file.getProperty(key)));
        pool.remove("validationQueryTimeout");
        pool.put("MaxTotal", pool.remove("maxTotal"));
        pool.put("TestOnBorrow", pool.remove("testOnBorrow"));
        return pool;
    }

    @Test
    void haveTheSettingsThatAreShipped() throws Exception {
        JamesDatabase database = new JamesDatabase(factory(shipped()));

        for (JamesDatabase one : List.of(database, database.besideThePool())) {
            assertThat(setting(one, "lock_timeout")).isEqualTo("10s");
            assertThat(setting(one, "idle_in_transaction_session_timeout")).isEqualTo("30s");
            assertThat(setting(one, "tcp_keepalives_idle")).isEqualTo("15");
            assertThat(setting(one, "tcp_keepalives_interval")).isEqualTo("5");
            assertThat(setting(one, "tcp_keepalives_count")).isEqualTo("3");
            assertThat(setting(one, "tcp_user_timeout")).isEqualTo("30000");
            assertThat(setting(one, "client_connection_check_interval")).isEqualTo("10s");
        }
        assertThat(database.waitsForeverForAConnection()).isFalse();
        assertThat(new JamesDatabase(factory(Map.of("MaxTotal", "4"))).waitsForeverForAConnection())
                .isTrue();
    }

    private static String setting(JamesDatabase database, String name) throws SQLException {
        return database.transact(
                connection -> Sql.first(connection, row -> row.getString(1), "SELECT current_setting(?)", name)
                        .orElseThrow());
    }

    /** As a node of an earlier version that is cut off, or stopped, between its statement and its commit. */
    @Test
    void areUnavailableAndNotInUseWhileANodeStandsStillInATransaction() throws Exception {
        MaildropLocks locks = locks(new JamesDatabase(factory(Map.of())));
        locks.release(locks.acquire(ALICE, HOLDER).orElseThrow());
        try (Connection frozen = transaction("")) {
            execute(frozen, TOUCH);

            long asked = System.nanoTime();
            assertThatThrownBy(() -> locks.acquire(ALICE, HOLDER)).isInstanceOf(StoreUnavailableException.class);

            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(SOON);
            assertThat(locks.acquire(BOB, HOLDER)).as("the others go on").isPresent();
            frozen.rollback();
        }
        assertThat(locks.acquire(ALICE, HOLDER)).isPresent();
    }

    @Test
    void areFreeWhenPostgresGivesUpTheNodeThatStandsStill() throws Exception {
        String options = shipped().get("connectionProperties").replaceAll(".*options=", "");
        assertThat(options).contains("idle_in_transaction_session_timeout=30s");
        MaildropLocks locks = locks(new JamesDatabase(factory(Map.of())));
        locks.release(locks.acquire(ALICE, HOLDER).orElseThrow());

        try (Connection frozen = transaction(options.replace("timeout=30s", "timeout=1s"))) {
            execute(frozen, TOUCH);

            await().atMost(SOON)
                    .ignoreException(StoreUnavailableException.class)
                    .until(() -> locks.acquire(ALICE, HOLDER).isPresent());

            assertThatThrownBy(frozen::commit).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void areRenewedAlthoughOneCannotBe() throws Exception {
        MaildropLocks locks = locks(new JamesDatabase(factory(Map.of())));
        List<Lease> leases =
                new ArrayList<>(List.of(locks.acquire(ALICE, HOLDER).orElseThrow()));
        for (int i = 0; i < 5; i++) {
            leases.add(locks.acquire(Username.of("user" + i + "@example.org"), HOLDER)
                    .orElseThrow());
        }
        locks.release(leases.get(5));
        try (Connection frozen = transaction("")) {
            execute(frozen, TOUCH);

            Renewals renewals = locks.renew(leases);

            assertThat(renewals.unknown()).containsOnlyKeys(leases.get(0));
            assertThat(renewals.over()).containsExactly(leases.get(5));
            frozen.rollback();
        }
        assertThat(locks.renew(leases).unknown()).isEmpty();
    }

    /** Logins that hang have all connections of the pool. */
    @Test
    void areRenewedAndWatchedWhileThePoolIsEmpty() throws Exception {
        JamesDatabase database = new JamesDatabase(factory(Map.of("MaxTotal", "2", "MaxWaitMillis", "300")));
        MaildropLocks locks = locks(database);
        Lease alice = locks.acquire(ALICE, HOLDER).orElseThrow();
        CountDownLatch taken = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        List<CompletableFuture<Void>> stuck = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            stuck.add(CompletableFuture.runAsync(() -> hang(database, taken, end), threads));
        }
        assertThat(taken.await(1, TimeUnit.MINUTES)).isTrue();

        assertThatThrownBy(() -> locks.acquire(BOB, HOLDER)).isInstanceOf(StoreUnavailableException.class);
        Renewals renewals = locks.renew(List.of(alice));
        locks.freeAbandoned();

        assertThat(renewals.unknown()).isEmpty();
        assertThat(renewals.over()).isEmpty();
        end.countDown();
        stuck.forEach(CompletableFuture::join);
        assertThat(locks.acquire(BOB, HOLDER)).isPresent();
        assertThat(locks.beginUpdate(alice)).isTrue();
    }

    private static void hang(JamesDatabase database, CountDownLatch taken, CountDownLatch end) {
        try {
            database.transact(connection -> {
                taken.countDown();
                return awaited(end);
            });
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean awaited(CountDownLatch end) {
        try {
            return end.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The keeper looks at the locks in force all the time, and the table has a row for each maildrop ever used. */
    @Test
    void areLookedAtByAnIndex() throws Exception {
        JamesDatabase database = new JamesDatabase(factory(Map.of()));
        locks(database).acquire(ALICE, HOLDER);

        List<String> plan = database.transact(connection -> {
            execute(connection, "SET LOCAL enable_seqscan = off");
            return Sql.all(
                    connection,
                    row -> row.getString(1),
                    "EXPLAIN SELECT * FROM DIGIPOORT_MAILDROP_LOCK WHERE OWNER_TOKEN IS NOT NULL");
        });

        assertThat(plan).anyMatch(line -> line.contains("digipoort_maildrop_lock_index"));
    }

    private Connection transaction(String options) throws SQLException {
        Properties properties = new Properties();
        properties.put("user", postgres.user());
        properties.put("options", options);
        Connection connection = DriverManager.getConnection(postgres.url(), properties);
        connection.setAutoCommit(false);
        return connection;
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }
}
