// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import nl.digipoort.james.activity.Activity;
import nl.digipoort.james.activity.ActivityStore;
import nl.digipoort.james.activity.ActivityStoreContract;
import nl.digipoort.james.activity.RemoteActivityStoreContract;
import nl.digipoort.james.activity.RemoteUseStoreContract;
import nl.digipoort.james.activity.UseStore;
import nl.digipoort.james.activity.Uses;
import nl.digipoort.james.audit.AuditHeads;
import nl.digipoort.james.audit.AuditHeadsContract;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.credential.RecordStoreContract;
import nl.digipoort.james.credential.SealedRecord;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.limits.AccountLimitStore;
import nl.digipoort.james.limits.AccountLimitStoreContract;
import nl.digipoort.james.limits.AccountLimitValues;
import nl.digipoort.james.limits.RemoteAccountLimitStoreContract;
import nl.digipoort.james.limits.TestLimits;
import nl.digipoort.james.maildrop.WireSizeStore;
import nl.digipoort.james.maildrop.WireSizeStoreContract;
import nl.digipoort.james.policy.AccountPolicyStore;
import nl.digipoort.james.policy.RemoteAccountPolicyStoreContract;
import org.apache.james.core.Username;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the stores do in a real Cassandra. */
class CassandraStoresTest {
    private static CqlSession session;

    @BeforeAll
    static void start() {
        session = TestKeyspace.create("stores").connect();
    }

    @AfterAll
    static void stop() {
        if (session != null) {
            session.close();
        }
    }

    @Nested
    class Records implements RecordStoreContract {
        @BeforeEach
        void empty() {
            TestKeyspace.empty(session, List.of("digipoort_credential"));
        }

        @Override
        public RecordStore store() {
            return new CassandraRecordStore(new JamesCassandra(session));
        }

        @Test
        void knowsItsOwnRecordsAgainWhenTheAnswerIsLost() {
            CassandraRecordStore store = new CassandraRecordStore(new LostAnswers(new JamesCassandra(session)));
            SealedRecord first = RecordStoreContract.record(ALICE, 1);
            SealedRecord second = RecordStoreContract.record(ALICE, 2);

            assertThat(store.saveIfAbsent(first)).isTrue();
            assertThat(store.saveIfAbsent(second)).isFalse();
            assertThat(store.replace(first, second)).isTrue();
            assertThat(store.replace(first, second)).isTrue();
            assertThat(store.replace(first, RecordStoreContract.record(ALICE, 3)))
                    .isFalse();
            store.delete(ALICE);

            assertThat(store.find(ALICE)).isEmpty();
        }

        @Test
        void saysSoWhenCassandraIsUnavailable() {
            assertThatThrownBy(() -> new CassandraRecordStore(LostAnswers.nowhere()).find(ALICE))
                    .isInstanceOf(CredentialStoreUnavailableException.class)
                    .hasMessage("cannot find a credential record in James's Cassandra");
        }
    }

    @Nested
    class HowAccountsLogIn implements RemoteUseStoreContract {
        @BeforeEach
        void empty() {
            TestKeyspace.empty(session, List.of("digipoort_use"));
        }

        @Override
        public UseStore store() {
            return new CassandraUseStore(new JamesCassandra(session));
        }

        @Override
        public UseStore storeUnavailable() {
            return new CassandraUseStore(LostAnswers.nowhere());
        }

        @Override
        public void storeUsesOfALaterVersion() {
            store().find(ALICE);
            session.execute("UPDATE digipoort_use SET uses = {'DIGEST-MD5': '1795521600123 1795521600123 192.0.2.7',"
                    + " 'TLSv1.2': '1795521600123 1795521600123 192.0.2.7', 'TLSv1.4': '1 2'}"
                    + " WHERE user_name = 'alice@example.org' IF EXISTS");
            session.execute("INSERT INTO digipoort_use (user_name, uses)"
                    + " VALUES ('bob@example.org', {'TLSv1.4': '1 2'}) IF NOT EXISTS");
        }

        @Test
        void isWrittenWhenAnswersAreLost() {
            UseStore store = new CassandraUseStore(new LostAnswers(new JamesCassandra(session)));
            Uses login = Uses.of(OLD, NOON, CLIENT);

            store.save(Map.of(ALICE, login));
            store.save(Map.of(ALICE, login));

            assertThat(store().find(ALICE)).isEqualTo(login);
        }
    }

    @Nested
    class Activities implements RemoteActivityStoreContract {
        @BeforeEach
        void empty() {
            TestKeyspace.empty(session, List.of("digipoort_activity"));
        }

        @Override
        public ActivityStore store() {
            return new CassandraActivityStore(new JamesCassandra(session));
        }

        @Test
        void isWrittenWhenAnswersAreLost() {
            ActivityStore store = new CassandraActivityStore(new LostAnswers(new JamesCassandra(session)));
            Activity login = Activity.login(NOON, CLIENT);

            store.save(Map.of(ALICE, login));

            assertThat(store().find(ALICE)).isEqualTo(login);
        }

        /** A plain write of it would have no effect for any other node until the clocks of those are there. */
        @Test
        void goesByNoClockOfANode() {
            ActivityStore ahead = new CassandraActivityStore(new ClockAhead(new JamesCassandra(session)));
            ahead.save(Map.of(ALICE, Activity.login(Instant.parse("2090-01-01T00:00:00Z"), CLIENT)));
            ahead.countLogin(ALICE);
            passAMinute();

            store().countLogin(ALICE);

            assertThat(store().sinceCountedLogin(ALICE).orElseThrow()).isBetween(Duration.ZERO, MEANWHILE);
            store().forget(ALICE);
            assertThat(session.execute("SELECT * FROM digipoort_activity").all())
                    .isEmpty();
            ahead.countLogin(ALICE);
            ahead.forget(ALICE);
            store().countLogin(ALICE);
            assertThat(store().sinceCountedLogin(ALICE)).isPresent();
            assertThat(store().find(ALICE)).isEqualTo(Activity.NONE);
        }

        @Override
        public ActivityStore storeUnavailable() {
            return new CassandraActivityStore(LostAnswers.nowhere());
        }

        @Override
        public void passAMinute() {
            for (Row row : session.execute("SELECT user_name, counted_at FROM digipoort_activity")) {
                if (!row.isNull("counted_at")) {
                    session.execute(SimpleStatement.newInstance(
                            "UPDATE digipoort_activity SET counted_at = ? WHERE user_name = ? IF EXISTS",
                            row.getInstant("counted_at").minus(MINUTE),
                            row.getString("user_name")));
                }
            }
        }
    }

    /** Counted logins had a table of their own in an earlier version, and the other one lacked a column. */
    @Test
    void goesByTheLoginsThatAnEarlierVersionCounted() {
        Username alice = ActivityStoreContract.ALICE;
        try (CqlSession earlier = TestKeyspace.create("earlier").connect()) {
            earlier.execute("CREATE TABLE digipoort_activity (user_name text PRIMARY KEY, login_at timestamp,"
                    + " login_client text, retrieval_at timestamp)");
            earlier.execute("CREATE TABLE digipoort_login (user_name text PRIMARY KEY, last_login timestamp)");
            earlier.execute("INSERT INTO digipoort_activity (user_name, retrieval_at) VALUES ('alice@example.org', 7)");
            earlier.execute(
                    "INSERT INTO digipoort_login (user_name, last_login) VALUES ('alice@example.org', toTimestamp(now()))");
            ActivityStore store = new CassandraActivityStore(new JamesCassandra(earlier));
            ActivityStore other = new CassandraActivityStore(new JamesCassandra(earlier));

            assertThat(store.find(alice)).isEqualTo(Activity.retrieval(Instant.ofEpochMilli(7)));
            assertThat(store.sinceCountedLogin(alice)).isPresent();
            earlier.execute("UPDATE digipoort_login SET last_login = 7 WHERE user_name = 'alice@example.org'");
            store.countLogin(alice);

            assertThat(other.sinceCountedLogin(alice).orElseThrow())
                    .isBetween(Duration.ZERO, ActivityStoreContract.MEANWHILE);
        }
    }

    @Nested
    class Heads implements AuditHeadsContract {
        @BeforeEach
        void empty() {
            TestKeyspace.empty(session, List.of("digipoort_audit_head"));
        }

        @Override
        public AuditHeads store() {
            return new CassandraAuditHeads(new JamesCassandra(session));
        }

        @Test
        void saysSoWhenCassandraIsUnavailable() {
            assertThatThrownBy(() -> new CassandraAuditHeads(LostAnswers.nowhere()).heads())
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessage("cannot read the ends of the audit trails in James's Cassandra");
        }
    }

    @Nested
    class Policies implements RemoteAccountPolicyStoreContract {
        @BeforeEach
        void empty() {
            TestKeyspace.empty(session, List.of("digipoort_account_policy"));
        }

        @Override
        public AccountPolicyStore store() {
            return new CassandraAccountPolicyStore(new JamesCassandra(session));
        }

        @Override
        public AccountPolicyStore storeUnavailable() {
            return new CassandraAccountPolicyStore(LostAnswers.nowhere());
        }

        @Override
        public void storeOfALaterVersion(String written) {
            store().all();
            session.execute("INSERT INTO digipoort_account_policy (applies_to, user_name, policy) VALUES ('all', '-', '"
                    + written + "')");
        }
    }

    @Nested
    class Limits implements RemoteAccountLimitStoreContract {
        @BeforeEach
        void empty() {
            TestKeyspace.empty(session, List.of("digipoort_account_limit"));
        }

        @Override
        public AccountLimitStore store() {
            return new CassandraAccountLimitStore(new JamesCassandra(session));
        }

        /** A plain write of it would have no effect until the clock of this node is there. */
        @Test
        void goesByNoClockOfANode() {
            AccountLimitStore ahead = new CassandraAccountLimitStore(new ClockAhead(new JamesCassandra(session)));
            ahead.setForAll(TestLimits.loginDelay(1));
            ahead.setExceptions(ALICE, TestLimits.loginDelay(1));

            store().setForAll(TestLimits.loginDelay(2));
            store().setExceptions(ALICE, AccountLimitValues.EMPTY);
            assertThat(store().all().forAll()).isEqualTo(TestLimits.loginDelay(2));
            assertThat(store().all().exceptions()).isEmpty();

            ahead.setExceptions(ALICE, AccountLimitValues.EMPTY);
            store().setExceptions(ALICE, TestLimits.loginDelay(3));
            assertThat(store().all().exceptions()).isEqualTo(Map.of(ALICE, TestLimits.loginDelay(3)));
        }

        @Override
        public AccountLimitStore storeUnavailable() {
            return new CassandraAccountLimitStore(LostAnswers.nowhere());
        }

        @Override
        public void storeOfALaterVersion() {
            store().all();
            session.execute("INSERT INTO digipoort_account_limit (applies_to, user_name, limits)"
                    + " VALUES ('all', '-', {'notKnownYet': 7})");
        }
    }

    /** They were in one partition, written with the time of a node's clock. */
    @Test
    void goesByTheLimitsOfAnEarlierVersion() {
        Username alice = AccountLimitStoreContract.ALICE;
        Username bob = AccountLimitStoreContract.BOB;
        try (CqlSession earlier = TestKeyspace.create("earlierlimits").connect()) {
            earlier.execute("CREATE TABLE digipoort_limit (applies_to text, user_name text, limits map<text, bigint>,"
                    + " PRIMARY KEY (applies_to, user_name))");
            earlier.execute("INSERT INTO digipoort_limit (applies_to, user_name, limits) VALUES ('all', '-',"
                    + " {'loginDelay': 60})");
            for (Username user : List.of(alice, bob)) {
                earlier.execute("INSERT INTO digipoort_limit (applies_to, user_name, limits) VALUES ('one', '"
                        + user.asString() + "', {'loginDelay': 5})");
            }
            AccountLimitStore store = new CassandraAccountLimitStore(new JamesCassandra(earlier));
            assertThat(store.all().forAll()).isEqualTo(TestLimits.loginDelay(60));
            assertThat(store.all().exceptions())
                    .isEqualTo(Map.of(alice, TestLimits.loginDelay(5), bob, TestLimits.loginDelay(5)));

            store.setForAll(AccountLimitValues.EMPTY);
            store.setExceptions(alice, AccountLimitValues.EMPTY);
            store.setExceptions(bob, TestLimits.loginDelay(7));

            assertThat(store.all().forAll().isEmpty()).isTrue();
            assertThat(store.all().exceptions()).isEqualTo(Map.of(bob, TestLimits.loginDelay(7)));
        }
    }

    @Nested
    class Sizes implements WireSizeStoreContract {
        @BeforeEach
        void empty() {
            TestKeyspace.empty(session, List.of("digipoort_wire_sizes"));
        }

        @Override
        public WireSizeStore store() {
            return new CassandraWireSizeStore(new JamesCassandra(session));
        }

        @Test
        void saysSoWhenCassandraIsUnavailable() {
            assertThatThrownBy(() -> new CassandraWireSizeStore(LostAnswers.nowhere()).find(INBOX))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessage("cannot find the sizes on the wire in James's Cassandra");
        }
    }
}
