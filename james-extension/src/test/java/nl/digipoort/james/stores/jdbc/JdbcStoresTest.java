// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import static nl.digipoort.james.lock.MaildropLocksContract.ALICE;
import static nl.digipoort.james.lock.MaildropLocksContract.BOB;
import static nl.digipoort.james.lock.MaildropLocksContract.HOLDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import nl.digipoort.james.activity.Activity;
import nl.digipoort.james.activity.ActivityStore;
import nl.digipoort.james.activity.RemoteActivityStoreContract;
import nl.digipoort.james.activity.RemoteUseStoreContract;
import nl.digipoort.james.activity.UseStore;
import nl.digipoort.james.audit.AuditHeads;
import nl.digipoort.james.audit.AuditHeadsContract;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.credential.RecordStoreContract;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.journal.Delivery;
import nl.digipoort.james.limits.AccountLimitStore;
import nl.digipoort.james.limits.AccountLimitValues;
import nl.digipoort.james.limits.RemoteAccountLimitStoreContract;
import nl.digipoort.james.limits.TestLimits;
import nl.digipoort.james.lock.FakeTicker;
import nl.digipoort.james.lock.Lease;
import nl.digipoort.james.lock.LockSettings;
import nl.digipoort.james.lock.LockWatch;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.lock.RemoteMaildropLocksContract;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.mail.HeldMailStoreContract;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.TestContent;
import nl.digipoort.james.maildrop.WireSizeStore;
import nl.digipoort.james.maildrop.WireSizeStoreContract;
import nl.digipoort.james.policy.AccountPolicyStore;
import nl.digipoort.james.policy.RemoteAccountPolicyStoreContract;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the stores do, on each database that James JPA may run on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcStoresTest {
    private EntityManagerFactory factory;
    private Path scratch;

    /** James's entity manager factory on an empty database. */
    abstract EntityManagerFactory open(Path folder);

    @BeforeAll
    void start(@TempDir Path folder) {
        scratch = folder;
        factory = open(folder);
        EntityManager manager = factory.createEntityManager();
        manager.close();
    }

    @AfterAll
    void stop() {
        if (factory != null) {
            factory.close();
        }
    }

    @BeforeEach
    void empty() throws SQLException {
        TestJpa.drop(
                factory,
                List.of(
                        "DIGIPOORT_ACTIVITY",
                        "DIGIPOORT_AUDIT_HEAD",
                        "DIGIPOORT_CREDENTIAL",
                        "DIGIPOORT_WIRE_EXAMINED",
                        "DIGIPOORT_WIRE_SIZE",
                        "DIGIPOORT_MAILDROP_LOCK",
                        "DIGIPOORT_FENCE",
                        "DIGIPOORT_LIMIT",
                        "DIGIPOORT_POLICY",
                        "DIGIPOORT_LOGIN",
                        "DIGIPOORT_USE",
                        "DIGIPOORT_MAILDROP",
                        "DIGIPOORT_HELD",
                        "DIGIPOORT_HELD_BODY",
                        "DIGIPOORT_HELD_CONTENT",
                        "DIGIPOORT_DELIVERY_MADE"));
        for (String table : List.of("JAMES_MAIL", "JAMES_MAILBOX", "JAMES_USER")) {
            TestJpa.execute(factory, "DELETE FROM " + table);
        }
    }

    /** As after a restart, or on another node. */
    @Test
    void givesNoPropertyIdThatWasGivenBefore() {
        long[] before = new PropertyIds(factory).take(3);
        EntityManagerFactory later = open(scratch);
        try {
            assertThat(new PropertyIds(later).take(300)).doesNotContain(before).doesNotHaveDuplicates();
        } finally {
            later.close();
        }
    }

    @Nested
    class Records implements RecordStoreContract {
        @Override
        public RecordStore store() {
            return new JdbcRecordStore(new JamesDatabase(factory));
        }
    }

    @Nested
    class Sizes implements WireSizeStoreContract {
        @Override
        public WireSizeStore store() {
            return new JdbcWireSizeStore(new JamesDatabase(factory));
        }
    }

    @Nested
    class Activities implements RemoteActivityStoreContract {
        @Override
        public ActivityStore store() {
            return new JdbcActivityStore(new JamesDatabase(factory));
        }

        @Override
        public ActivityStore storeUnavailable() {
            return new JdbcActivityStore(LostAnswers.nowhere());
        }

        @Override
        public void passAMinute() {
            execute("UPDATE DIGIPOORT_ACTIVITY SET COUNTED_AT = COUNTED_AT - INTERVAL '1' MINUTE");
        }

        /** They had a table of their own. */
        @Test
        void takesOverTheLoginsThatAnEarlierVersionCounted() {
            Activity both = Activity.login(NOON, CLIENT).latest(Activity.retrieval(NOON));
            makeTablesOfTheEarlierVersion();
            long noon = NOON.toEpochMilli();
            execute("INSERT INTO DIGIPOORT_ACTIVITY (USER_NAME, LOGIN_AT, LOGIN_CLIENT, RETRIEVAL_AT) VALUES ('"
                    + ALICE.asString() + "', " + noon + ", '" + CLIENT + "', " + noon + ")");
            loginOfTheEarlierVersion(ALICE, 1);
            loginOfTheEarlierVersion(BOB, 2);

            assertThat(store().find(ALICE)).isEqualTo(both);
            assertThat(store().sinceCountedLogin(ALICE).orElseThrow()).isBetween(MINUTE, MINUTE.plus(MEANWHILE));
            assertThat(store().find(BOB)).isEqualTo(Activity.NONE);
            assertThat(store().sinceCountedLogin(BOB).orElseThrow())
                    .isBetween(MINUTE.multipliedBy(2), MINUTE.multipliedBy(2).plus(MEANWHILE));
            assertThat(count("DIGIPOORT_LOGIN")).isZero();
        }

        /** As while nodes are replaced one after another. */
        @Test
        void takesOverAtEachStartWhatIsLater() {
            makeTablesOfTheEarlierVersion();
            store().countLogin(ALICE);
            loginOfTheEarlierVersion(ALICE, 3);
            store().countLogin(BOB);
            execute("UPDATE DIGIPOORT_ACTIVITY SET COUNTED_AT = COUNTED_AT - INTERVAL '3' MINUTE WHERE USER_NAME = '"
                    + BOB.asString() + "'");
            loginOfTheEarlierVersion(BOB, 1);

            assertThat(store().sinceCountedLogin(ALICE).orElseThrow()).isBetween(Duration.ZERO, MEANWHILE);
            assertThat(store().sinceCountedLogin(BOB).orElseThrow()).isBetween(MINUTE, MINUTE.plus(MEANWHILE));
        }

        private void makeTablesOfTheEarlierVersion() {
            execute("CREATE TABLE DIGIPOORT_ACTIVITY (USER_NAME VARCHAR(255) NOT NULL PRIMARY KEY, LOGIN_AT BIGINT,"
                    + " LOGIN_CLIENT VARCHAR(255), RETRIEVAL_AT BIGINT)");
            execute("CREATE TABLE DIGIPOORT_LOGIN (USER_NAME VARCHAR(255) NOT NULL PRIMARY KEY,"
                    + " LAST_LOGIN TIMESTAMP WITH TIME ZONE NOT NULL)");
        }

        private void loginOfTheEarlierVersion(Username user, int minutesAgo) {
            execute("INSERT INTO DIGIPOORT_LOGIN (USER_NAME, LAST_LOGIN) VALUES ('" + user.asString()
                    + "', CURRENT_TIMESTAMP - INTERVAL '" + minutesAgo + "' MINUTE)");
        }
    }

    @Nested
    class Locks implements RemoteMaildropLocksContract {
        private final FakeTicker ticker = new FakeTicker();
        private final LockWatch watch = new LockWatch(ticker);
        private final JamesDatabase database = new JamesDatabase(factory);

        @Override
        public MaildropLocks locks() {
            return locks(LEASE, watch);
        }

        private MaildropLocks locks(Duration leaseTime, LockWatch seen) {
            return new JdbcMaildropLocks(database, database, leaseTime, seen);
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

        /** By what that makes of the times in the table. {@code PostgresClockTest} really steps the clock of a database. */
        @Override
        public void stepClockOfTheStore(Duration by) {
            shift(by.negated());
        }

        private void shift(Duration by) {
            String interval = "INTERVAL '" + by.toSeconds() + "' SECOND(7)";
            execute("UPDATE DIGIPOORT_MAILDROP_LOCK SET EXPIRES_AT = EXPIRES_AT + " + interval
                    + ", HELD_SINCE = HELD_SINCE + " + interval);
        }

        @Test
        void renewsMoreThanGoAtOnce() {
            List<Lease> leases = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                leases.add(acquired(Username.of("user" + i + "@example.org")));
            }
            locks().release(leases.get(149));
            locks().release(leases.get(3));
            leases.forEach(lease -> locks().look(lease.maildrop()));
            pass(LEASE);

            assertThat(locks().renew(leases).over()).containsExactlyInAnyOrder(leases.get(3), leases.get(149));
            pass(LEASE);
            assertThat(locks().lookAll()).hasSize(148);
        }

        /** As docs/assurance/personal-data.md tells operators. */
        @Test
        void takesALockWhoseLastHolderIsErased() {
            Lease lease = acquired(ALICE);
            locks().release(lease);
            execute("UPDATE DIGIPOORT_MAILDROP_LOCK SET HOLDER_CLIENT = NULL WHERE OWNER_TOKEN IS NULL");

            assertThat(locks().look(ALICE)).isEmpty();
            assertThat(acquired(ALICE).fence()).isGreaterThan(lease.fence());
        }

        /** Both may be on one database while nodes are replaced one after another. */
        @Nested
        class BesideANodeOfAnEarlierVersion {
            private final EarlierLocks earlier = new EarlierLocks(database);

            @Test
            void addsItsColumnsToItsTable() {
                Lease lease = earlier.acquire(ALICE).orElseThrow();

                assertThat(locks().acquire(ALICE, HOLDER)).isEmpty();
                assertThat(earlier.renew(lease)).isTrue();
                assertThat(locks().acquire(BOB, HOLDER)).isPresent();
            }

            @Test
            void takesNothingFromItWhileItRenews() {
                Lease lease = earlier.acquire(ALICE).orElseThrow();
                for (int i = 0; i < 3; i++) {
                    assertThat(locks().acquire(ALICE, HOLDER)).isEmpty();
                    pass(LEASE.minusSeconds(1));
                    assertThat(earlier.renew(lease)).isTrue();
                }

                assertThat(locks().acquire(ALICE, HOLDER)).isEmpty();
                assertThat(earlier.beginUpdate(lease)).isTrue();
            }

            @Test
            void takesOverWhatItHasLeftBehindAndItCannotComeBack() {
                Lease lease = earlier.acquire(ALICE).orElseThrow();
                abandon(lease);

                Lease next = acquired(ALICE);

                assertThat(next.fence()).isGreaterThan(lease.fence());
                assertThat(earlier.renew(lease)).isFalse();
                assertThat(earlier.beginUpdate(lease)).isFalse();
                earlier.release(lease);
                assertThat(earlier.acquire(ALICE)).isEmpty();
                assertThat(locks().beginUpdate(next)).isTrue();
            }

            /** The time at which it takes the lock is the time that the earlier node goes by. */
            @Test
            void losesWhatTheEarlierOneTakesOver() {
                Lease lease = acquired(ALICE);
                assertThat(earlier.acquire(ALICE)).isEmpty();
                shift(LEASE.minusSeconds(5).negated());
                assertThat(locks().renew(List.of(lease)).over()).isEmpty();
                shift(LEASE.minusSeconds(5).negated());
                assertThat(earlier.acquire(ALICE)).isEmpty();
                shift(Duration.ofSeconds(-5));

                Lease next = earlier.acquire(ALICE).orElseThrow();

                assertThat(next.fence()).isGreaterThan(lease.fence());
                assertThat(locks().renew(List.of(lease)).over()).containsExactly(lease);
                assertThat(locks().beginUpdate(lease)).isFalse();
                locks().release(lease);
                assertThat(locks().acquire(ALICE, HOLDER)).isEmpty();
                assertThat(earlier.beginUpdate(next)).isTrue();
            }

            @Test
            void passesTheLockOnAtOnceInBothDirections() {
                Lease first = earlier.acquire(ALICE).orElseThrow();
                earlier.release(first);
                Lease second = acquired(ALICE);
                locks().release(second);
                Lease third = earlier.acquire(ALICE).orElseThrow();

                assertThat(List.of(first.fence(), second.fence(), third.fence()))
                        .isSorted()
                        .doesNotHaveDuplicates();
                assertThat(locks().breakLock(ALICE, third.fence())).isTrue();
                assertThat(earlier.renew(third)).isFalse();
            }
        }
    }

    @Nested
    class HowAccountsLogIn implements RemoteUseStoreContract {
        @Override
        public UseStore store() {
            return new JdbcUseStore(new JamesDatabase(factory));
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
    class Made {
        private final JamesDatabase database = new JamesDatabase(factory);
        private final JdbcMadeDeliveries made = new JdbcMadeDeliveries(database, Duration.ofDays(30));

        @Test
        void areNotedOnceEach() throws Exception {
            made.forgetOld(now());

            assertThat(note(Delivery.of("Mail1-1", ALICE))).isTrue();
            assertThat(note(Delivery.of("Mail1-1", ALICE))).isFalse();
            assertThat(note(Delivery.of("Mail1-2", ALICE))).isTrue();
            assertThat(note(Delivery.of("Mail1-1", BOB))).isTrue();
        }

        @Test
        void areForgottenWhenTheTimeToRememberThemHasPassed() throws Exception {
            made.forgetOld(now());
            note(Delivery.of("old", ALICE));
            execute("UPDATE DIGIPOORT_DELIVERY_MADE SET MADE_AT = MADE_AT - INTERVAL '30' DAY");
            note(Delivery.of("new", ALICE));

            made.forgetOld(now());

            assertThat(note(Delivery.of("old", ALICE))).isTrue();
            assertThat(note(Delivery.of("new", ALICE))).isFalse();
        }

        /** The database's clock may have leapt. */
        @Test
        void areKeptByTheEarlierOfBothClocks() throws Exception {
            made.forgetOld(now());
            note(Delivery.of("old", ALICE));
            execute("UPDATE DIGIPOORT_DELIVERY_MADE SET MADE_AT = MADE_AT - INTERVAL '30' DAY");

            made.forgetOld(now().minus(Duration.ofMinutes(1)));

            assertThat(note(Delivery.of("old", ALICE))).isFalse();
        }

        private Instant now() {
            return Clock.systemUTC().instant();
        }

        /** Slice by slice. */
        @Test
        void areForgottenHoweverManyTheyAre() throws Exception {
            made.forgetOld(now());
            database.transact(connection -> {
                for (int i = 0; i < 2500; i++) {
                    JdbcMadeDeliveries.note(Delivery.of("old" + i, ALICE), connection);
                }
                return null;
            });
            execute("UPDATE DIGIPOORT_DELIVERY_MADE SET MADE_AT = MADE_AT - INTERVAL '31' DAY");
            for (int i = 0; i < 2500; i += 100) {
                execute(
                        "UPDATE DIGIPOORT_DELIVERY_MADE SET MADE_AT = MADE_AT - INTERVAL '1' SECOND WHERE DELIVERY_KEY = '"
                                + Delivery.of("old" + i, ALICE).key() + "'");
            }
            note(Delivery.of("new", ALICE));

            made.forgetOld(now());

            assertThat(count("DIGIPOORT_DELIVERY_MADE")).isOne();
        }

        private boolean note(Delivery delivery) throws SQLException {
            return database.transact(connection -> JdbcMadeDeliveries.note(delivery, connection));
        }
    }

    @Nested
    class Held implements HeldMailStoreContract {
        @Override
        public HeldMailStore store() {
            return new JdbcHeldMailStore(new JamesDatabase(factory));
        }

        @Override
        public boolean hasNoContents() {
            return count("DIGIPOORT_HELD_BODY") + count("DIGIPOORT_HELD_CONTENT") == 0;
        }

        @Override
        public void setClockBack() {
            execute("UPDATE DIGIPOORT_HELD SET HELD_AT = HELD_AT + INTERVAL '1' HOUR");
        }

        @Test
        void holdsOnceWhenTheAnswerIsLost() throws IOException {
            store().waiting();
            LostAnswers database = new LostAnswers(new JamesDatabase(factory));
            HeldMailStore losing = new JdbcHeldMailStore(database);
            losing.isWaiting(ALICE);
            IncomingMail mail = IncomingMail.fromClient("one", TestContent.of("text"));
            store().hold(mail, List.of(Addressee.of(ALICE, new byte[0])));
            // the first answer is to a look-up
            database.loseSecondAnswer();

            losing.hold(mail, List.of(Addressee.of(ALICE, new byte[0])));

            assertThat(store().next(ALICE, 10)).hasSize(2);
        }
    }

    private long count(String table) {
        return new Tables(new JamesDatabase(factory), JdbcHeldMailStore.TABLES, IllegalStateException::new)
                .run("count", connection -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
                        row.next();
                        return row.getLong(1);
                    }
                });
    }

    @Nested
    class Heads implements AuditHeadsContract {
        @Override
        public AuditHeads store() {
            return new JdbcAuditHeads(new JamesDatabase(factory));
        }

        @Test
        void saysSoWhenTheDatabaseIsUnavailable() {
            assertThatThrownBy(() -> new JdbcAuditHeads(LostAnswers.nowhere()).heads())
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessage("cannot read the ends of the audit trails in James's database");
        }
    }

    @Nested
    class Policies implements RemoteAccountPolicyStoreContract {
        @Override
        public AccountPolicyStore store() {
            return new JdbcAccountPolicyStore(new JamesDatabase(factory));
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
            return new JdbcAccountLimitStore(new JamesDatabase(factory));
        }

        @Override
        public AccountLimitStore storeUnavailable() {
            return new JdbcAccountLimitStore(LostAnswers.nowhere());
        }

        /** Both have done all they want to do before either commits, unless one of them has to wait. */
        @Test
        void hasOneOrTheOtherWholeWhenTwoCommitAtOnce() throws Exception {
            store().setForAll(TestLimits.loginDelay(60));
            CyclicBarrier bothAreDone = new CyclicBarrier(2);
            Transactions real = new JamesDatabase(factory);
            Transactions meeting = (Transactions) Proxy.newProxyInstance(
                    Transactions.class.getClassLoader(),
                    new Class<?>[] {Transactions.class},
                    (proxy, method, arguments) -> {
                        SqlWork<?> work = (SqlWork<?>) arguments[0];
                        arguments[0] = (SqlWork<Object>) connection -> {
                            Object result = work.run(connection);
                            meet(bothAreDone);
                            return result;
                        };
                        return method.invoke(real, arguments);
                    });
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                List<Future<?>> replacing = new ArrayList<>();
                for (AccountLimitValues values : List.of(TestLimits.loginDelay(1), TestLimits.retention(1))) {
                    AccountLimitStore other = new JdbcAccountLimitStore(meeting);
                    replacing.add(threads.submit(() -> other.setExceptions(ALICE, values)));
                }
                for (Future<?> one : replacing) {
                    one.get();
                }
            } finally {
                threads.shutdown();
            }

            assertThat(store().all().exceptions().get(ALICE)).isIn(TestLimits.loginDelay(1), TestLimits.retention(1));
        }

        private void meet(CyclicBarrier other) {
            try {
                other.await(500, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | BrokenBarrierException e) {
                // the other one waits for this one
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void storeOfALaterVersion() {
            store().all();
            execute("INSERT INTO DIGIPOORT_LIMIT (APPLIES_TO, USER_NAME, LIMIT_NAME, LIMIT_VALUE)"
                    + " VALUES ('all', '-', 'notKnownYet', 7)");
        }
    }

    /** Where the database lives in the process, nobody of an earlier one can hold a lock any more; elsewhere somebody may. */
    @Nested
    class LocksOfAJames {
        private final JamesDatabase database = new JamesDatabase(factory);

        @Test
        void areForgottenAtAStartOnlyWhereTheDatabaseHasGoneToo() throws Exception {
            Lease before = atStart().acquire(ALICE, HOLDER).orElseThrow();

            MaildropLocks after = atStart();

            assertThat(after.look(ALICE).isEmpty()).isEqualTo(database.isInThisProcess());
            assertThat(after.beginUpdate(before)).isNotEqualTo(database.isInThisProcess());
        }

        /** The audit trail shows them. */
        @Test
        void haveHigherFencesThanEarlierOnes() throws Exception {
            List<Long> fences = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                MaildropLocks locks = atStart();
                for (int j = 0; j < 2; j++) {
                    Lease lease = locks.acquire(ALICE, HOLDER).orElseThrow();
                    fences.add(lease.fence());
                    locks.release(lease);
                }
            }

            assertThat(fences).isSorted().doesNotHaveDuplicates();
            if (database.isInThisProcess()) {
                assertThat(fences.get(0))
                        .as("earlier versions began with the milliseconds of the clock")
                        .isGreaterThan(Instant.parse("2100-01-01T00:00:00Z").toEpochMilli());
            }
        }

        /** As a process finds them that has just started. */
        private MaildropLocks atStart() throws ConfigurationException {
            return new DatabaseMaildropLocks(database, settings()).get();
        }
    }

    private static LockSettings settings() throws ConfigurationException {
        BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
        configuration.addProperty("lock.leaseTime", 60);
        return LockSettings.from(Section.only("test.xml", configuration, "lock"));
    }

    private void execute(String sql) {
        try {
            TestJpa.execute(factory, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Nested
    class Database implements JamesDatabaseContract {
        @Override
        public EntityManagerFactory factory() {
            return factory;
        }
    }

    @Nested
    class Fingerprints implements JdbcPasswordFingerprintsContract {
        @Override
        public EntityManagerFactory factory() {
            return factory;
        }
    }

    @Nested
    class Domains implements JdbcServedDomainsContract {
        @Override
        public EntityManagerFactory factory() {
            return factory;
        }
    }

    @Nested
    class Listing implements JpaMessageListingContract {
        @Override
        public EntityManagerFactory factory() {
            return factory;
        }
    }

    @Nested
    class Ages implements JpaMessageAgesContract {
        @Override
        public EntityManagerFactory factory() {
            return factory;
        }
    }

    @Nested
    class Reader implements JpaMessageReaderContract {
        @Override
        public EntityManagerFactory factory() {
            return factory;
        }
    }

    @Nested
    class Appender implements JdbcMaildropAppenderContract {
        @Override
        public EntityManagerFactory factory() {
            return factory;
        }
    }
}
