// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import nl.digipoort.james.activity.ActivityStore;
import nl.digipoort.james.activity.RemoteActivityStoreContract;
import nl.digipoort.james.activity.RemoteUseStoreContract;
import nl.digipoort.james.activity.UseStore;
import nl.digipoort.james.audit.AuditHeads;
import nl.digipoort.james.audit.AuditHeadsContract;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.credential.RecordStoreContract;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.journal.DeliveryJournal;
import nl.digipoort.james.journal.DeliveryJournalContract;
import nl.digipoort.james.limits.AccountLimitStore;
import nl.digipoort.james.limits.RemoteAccountLimitStoreContract;
import nl.digipoort.james.lock.FakeTicker;
import nl.digipoort.james.lock.LockWatch;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.lock.RemoteMaildropLocksContract;
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.mail.HeldMailStoreContract;
import nl.digipoort.james.maildrop.WireSizeStore;
import nl.digipoort.james.maildrop.WireSizeStoreContract;
import nl.digipoort.james.policy.AccountPolicyStore;
import nl.digipoort.james.policy.RemoteAccountPolicyStoreContract;
import nl.digipoort.james.testing.TestPostgres;
import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.commons.configuration2.Configuration;
import org.apache.james.core.Username;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the stores do on the pool that they have in James's postgres-app, by its {@code postgres.properties}, in a schema of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresAppStoresTest {
    private static final String SCHEMA = "postgres_app";

    private PostgresDatabase database;

    @BeforeAll
    void open() throws Exception {
        TestPostgres postgres = TestPostgres.running();
        try (Connection connection = DriverManager.getConnection(postgres.url(), postgres.user(), "");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
            statement.execute("CREATE SCHEMA " + SCHEMA);
        }
        database = new PostgresDatabase(PostgresSettings.from(configuration(postgres.port())));
    }

    private static Configuration configuration(int port) {
        Configuration configuration = new BaseConfiguration();
        configuration.addProperty("database.host", "127.0.0.1");
        configuration.addProperty("database.port", port);
        configuration.addProperty("database.schema", SCHEMA);
        configuration.addProperty("database.username", "james");
        configuration.addProperty("database.password", "secret-of-james");
        configuration.addProperty("pool.max.size", 6);
        return configuration;
    }

    @AfterAll
    void close() {
        if (database != null) {
            database.close();
        }
    }

    @BeforeEach
    void empty() {
        for (String table : List.of(
                "DIGIPOORT_ACTIVITY",
                "DIGIPOORT_USE",
                "DIGIPOORT_AUDIT_HEAD",
                "DIGIPOORT_CREDENTIAL",
                "DIGIPOORT_WIRE_EXAMINED",
                "DIGIPOORT_WIRE_SIZE",
                "DIGIPOORT_MAILDROP_LOCK",
                "DIGIPOORT_LIMIT",
                "DIGIPOORT_POLICY",
                "DIGIPOORT_MAILDROP",
                "DIGIPOORT_HELD",
                "DIGIPOORT_HELD_BODY",
                "DIGIPOORT_HELD_CONTENT",
                "DIGIPOORT_DELIVERY_MADE",
                "DIGIPOORT_DELIVERY_ATTEMPT")) {
            execute("DROP TABLE IF EXISTS " + table);
        }
    }

    private void execute(String sql) {
        try {
            database.transact(connection -> Sql.update(connection, sql));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void givesALongStatementUp() {
        assertThatThrownBy(() -> database.statements(connection -> Sql.exists(connection, "SELECT pg_sleep(20)")))
                .isInstanceOf(SQLException.class)
                .matches(SqlStates::isGivenUp);
    }

    @Test
    void bringsConnectionsBackAsTheyWere() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(database.<Boolean>transact(Connection::getAutoCommit)).isFalse();
            assertThat(database.<Boolean>statements(Connection::getAutoCommit)).isTrue();
        }
    }

    @Test
    void doesNotOpenWhereNobodyAnswers() throws Exception {
        PostgresSettings nowhere = PostgresSettings.from(configuration(1));

        assertThatThrownBy(() -> new PostgresDatabase(nowhere))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("the PostgreSQL of conf/postgres.properties cannot be used: ")
                .hasMessageContaining("127.0.0.1:1 refused")
                .hasMessageNotContainingAny("secret-of-james", "JDBC driver");
    }

    @Nested
    class Records implements RecordStoreContract {
        @Override
        public RecordStore store() {
            return new JdbcRecordStore(database);
        }
    }

    @Nested
    class Sizes implements WireSizeStoreContract {
        @Override
        public WireSizeStore store() {
            return new JdbcWireSizeStore(database);
        }
    }

    @Nested
    class Activities implements RemoteActivityStoreContract {
        @Override
        public ActivityStore store() {
            return new JdbcActivityStore(database);
        }

        @Override
        public ActivityStore storeUnavailable() {
            return new JdbcActivityStore(LostAnswers.nowhere());
        }

        @Override
        public void passAMinute() {
            execute("UPDATE DIGIPOORT_ACTIVITY SET COUNTED_AT = COUNTED_AT - INTERVAL '1' MINUTE");
        }
    }

    @Nested
    class HowAccountsLogIn implements RemoteUseStoreContract {
        @Override
        public UseStore store() {
            return new JdbcUseStore(database);
        }

        @Override
        public UseStore storeUnavailable() {
            return new JdbcUseStore(LostAnswers.nowhere());
        }

        @Override
        public void storeUsesOfALaterVersion() {
            for (Username user : List.of(ALICE, BOB)) {
                execute("INSERT INTO DIGIPOORT_USE (USER_NAME, USE_NAME, FIRST_AT, LAST_AT, LAST_CLIENT) VALUES ('"
                        + user.asString() + "', 'TLSv1.4', 1, 2, '192.0.2.9')");
            }
        }
    }

    @Nested
    class Heads implements AuditHeadsContract {
        @Override
        public AuditHeads store() {
            return new JdbcAuditHeads(database);
        }
    }

    @Nested
    class Policies implements RemoteAccountPolicyStoreContract {
        @Override
        public AccountPolicyStore store() {
            return new JdbcAccountPolicyStore(database);
        }

        @Override
        public AccountPolicyStore storeUnavailable() {
            return new JdbcAccountPolicyStore(LostAnswers.nowhere());
        }

        @Override
        public void storeOfALaterVersion(String written) {
            store().all();
            execute("INSERT INTO DIGIPOORT_POLICY (APPLIES_TO, USER_NAME, POLICY) VALUES ('all', '-', '" + written
                    + "')");
        }
    }

    @Nested
    class Limits implements RemoteAccountLimitStoreContract {
        @Override
        public AccountLimitStore store() {
            return new JdbcAccountLimitStore(database);
        }

        @Override
        public AccountLimitStore storeUnavailable() {
            return new JdbcAccountLimitStore(LostAnswers.nowhere());
        }

        @Override
        public void storeOfALaterVersion() {
            store().all();
            execute("INSERT INTO DIGIPOORT_LIMIT (APPLIES_TO, USER_NAME, LIMIT_NAME, LIMIT_VALUE)"
                    + " VALUES ('all', '-', 'notKnownYet', 7)");
        }
    }

    @Nested
    class Locks implements RemoteMaildropLocksContract {
        private final FakeTicker ticker = new FakeTicker();
        private final LockWatch watch = new LockWatch(ticker);

        @Override
        public MaildropLocks locks() {
            return locks(LEASE, watch);
        }

        private MaildropLocks locks(Duration leaseTime, LockWatch seen) {
            return new JdbcMaildropLocks(database, database.besideThePool(), leaseTime, seen);
        }

        @Override
        public MaildropLocks locksOfANodeThatHasSeenNothing() {
            return locks(LEASE, new LockWatch(ticker));
        }

        @Override
        public MaildropLocks locksWithLeaseTime(Duration leaseTime) {
            return locks(leaseTime, watch);
        }

        @Override
        public MaildropLocks locksWithLostAnswers() {
            LostAnswers losing = new LostAnswers(database);
            MaildropLocks locks = new JdbcMaildropLocks(losing, losing, LEASE, watch);
            // makes the tables
            locks.lookAll();
            losing.loseEverySecondAnswer();
            return locks;
        }

        @Override
        public MaildropLocks locksUnavailable() {
            return new JdbcMaildropLocks(LostAnswers.nowhere(), LostAnswers.nowhere(), LEASE, watch);
        }

        @Override
        public void pass(Duration time) {
            ticker.move(time);
        }

        @Override
        public void stepClockOfTheStore(Duration by) {
            String interval = "INTERVAL '" + by.negated().toSeconds() + "' SECOND";
            execute("UPDATE DIGIPOORT_MAILDROP_LOCK SET EXPIRES_AT = EXPIRES_AT + " + interval
                    + ", HELD_SINCE = HELD_SINCE + " + interval);
        }
    }

    @Nested
    class Held implements HeldMailStoreContract {
        @Override
        public HeldMailStore store() {
            return new JdbcHeldMailStore(database);
        }

        @Override
        public boolean hasNoContents() {
            return count("DIGIPOORT_HELD_BODY") + count("DIGIPOORT_HELD_CONTENT") == 0;
        }

        @Override
        public void setClockBack() {
            execute("UPDATE DIGIPOORT_HELD SET HELD_AT = HELD_AT + INTERVAL '1' HOUR");
        }

        private long count(String table) {
            try {
                return database.transact(
                        connection -> Sql.first(connection, row -> row.getLong(1), "SELECT COUNT(*) FROM " + table)
                                .orElseThrow());
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Nested
    class Journal implements DeliveryJournalContract {
        @Override
        public DeliveryJournal journal() {
            return new JdbcDeliveryJournal(database, Duration.ofDays(30));
        }

        @Override
        public void age() {
            execute("UPDATE DIGIPOORT_DELIVERY_MADE SET MADE_AT = MADE_AT - INTERVAL '30' DAY");
        }
    }
}
