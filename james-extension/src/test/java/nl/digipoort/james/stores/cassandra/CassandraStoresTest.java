package nl.digipoort.james.stores.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import nl.digipoort.james.activity.Activity;
import nl.digipoort.james.activity.ActivityStore;
import nl.digipoort.james.activity.ActivityStoreContract;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.credential.RecordStoreContract;
import nl.digipoort.james.credential.SealedRecord;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.limits.LimitStore;
import nl.digipoort.james.limits.LoginTimes;
import nl.digipoort.james.limits.RemoteLimitStoreContract;
import nl.digipoort.james.limits.RemoteLoginTimesContract;
import nl.digipoort.james.maildrop.WireSizeStore;
import nl.digipoort.james.maildrop.WireSizeStoreContract;
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
        void saysSoWhenCassandraIsOutOfReach() {
            assertThatThrownBy(() -> new CassandraRecordStore(LostAnswers.nowhere()).find(ALICE))
                    .isInstanceOf(CredentialStoreUnavailableException.class)
                    .hasMessage("cannot find a credential record in James's Cassandra");
        }
    }

    @Nested
    class Activities implements ActivityStoreContract {
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

        @Test
        void saysSoWhenCassandraIsOutOfReach() {
            ActivityStore store = new CassandraActivityStore(LostAnswers.nowhere());

            assertThatThrownBy(() -> store.find(ALICE))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessage("cannot find when a maildrop was last used in James's Cassandra");
            assertThatThrownBy(() -> store.save(Map.of(ALICE, Activity.retrieval(NOON))))
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Nested
    class Limits implements RemoteLimitStoreContract {
        @BeforeEach
        void empty() {
            TestKeyspace.empty(session, List.of("digipoort_limit"));
        }

        @Override
        public LimitStore store() {
            return new CassandraLimitStore(new JamesCassandra(session));
        }

        @Override
        public LimitStore storeOutOfReach() {
            return new CassandraLimitStore(LostAnswers.nowhere());
        }

        @Override
        public void storeOfALaterVersion() {
            store().all();
            session.execute("INSERT INTO digipoort_limit (applies_to, user_name, limits)"
                    + " VALUES ('all', '-', {'notKnownYet': 7})");
        }
    }

    @Nested
    class Logins implements RemoteLoginTimesContract {
        @BeforeEach
        void empty() {
            TestKeyspace.empty(session, List.of("digipoort_login"));
        }

        @Override
        public LoginTimes times() {
            return new CassandraLoginTimes(new JamesCassandra(session));
        }

        @Override
        public LoginTimes timesOutOfReach() {
            return new CassandraLoginTimes(LostAnswers.nowhere());
        }

        @Override
        public void passAMinute() {
            for (Row row : session.execute("SELECT user_name, last_login FROM digipoort_login")) {
                session.execute(SimpleStatement.newInstance(
                        "UPDATE digipoort_login SET last_login = ? WHERE user_name = ?",
                        row.getInstant("last_login").minus(Duration.ofMinutes(1)),
                        row.getString("user_name")));
            }
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
        void saysSoWhenCassandraIsOutOfReach() {
            assertThatThrownBy(() -> new CassandraWireSizeStore(LostAnswers.nowhere()).find(INBOX))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessage("cannot find the sizes on the wire in James's Cassandra");
        }
    }
}
