// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Duration;
import java.util.List;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.journal.DeliveryAttempt;
import nl.digipoort.james.journal.DeliveryJournal;
import nl.digipoort.james.journal.DeliveryJournalContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CassandraDeliveryJournalTest implements DeliveryJournalContract {
    private static final Duration TIME_TO_REMEMBER = Duration.ofDays(30);

    private static CqlSession session;

    @BeforeAll
    static void start() {
        session = TestKeyspace.create("journal").connect();
    }

    @AfterAll
    static void stop() {
        if (session != null) {
            session.close();
        }
    }

    @BeforeEach
    void empty() {
        TestKeyspace.empty(session, List.of("digipoort_delivery_made", "digipoort_delivery_attempt"));
    }

    @Override
    public DeliveryJournal journal() {
        return new CassandraDeliveryJournal(new JamesCassandra(session), TIME_TO_REMEMBER);
    }

    @Override
    public void age() {
        for (Row row : allMade()) {
            session.execute(SimpleStatement.newInstance(
                    "INSERT INTO digipoort_delivery_made (delivery_key) VALUES (?) USING TTL 1",
                    row.getString("delivery_key")));
        }
        await().until(() -> allMade().one() == null);
    }

    private static ResultSet allMade() {
        return session.execute("SELECT delivery_key FROM digipoort_delivery_made");
    }

    private static DeliveryAttempt attempt(long fence) {
        return DeliveryAttempt.of(DELIVERY.key(), ALICE, "7", 42, fence);
    }

    @Test
    void forgetsByCassandrasOwnClock() {
        DeliveryJournal journal = new CassandraDeliveryJournal(new JamesCassandra(session), Duration.ofSeconds(15));

        journal.made(attempt(1));
        assertThat(journal.isMade(DELIVERY)).isTrue();

        await().until(() -> !journal.isMade(DELIVERY));
    }

    /** It may have been made by one who did not know that the lock was somebody else's by now. */
    @Test
    void refusesAnAttemptUnderALowerFenceThanThatOfOneThatIsSettled() {
        journal().begin(attempt(5));
        journal().made(attempt(5));

        assertThat(journal().begin(attempt(4))).isFalse();
        assertThat(journal().unsettled(ALICE)).isEmpty();
    }

    @Test
    void looksAgainWhenAnAnswerIsLost() {
        DeliveryJournal journal =
                new CassandraDeliveryJournal(new LostAnswers(new JamesCassandra(session)), TIME_TO_REMEMBER);

        assertThat(journal.begin(attempt(5))).isTrue();
        assertThat(journal.begin(attempt(4))).isFalse();
        assertThat(journal.unsettled(ALICE)).map(DeliveryAttempt::fence).contains(5L);
        journal.made(attempt(5));

        assertThat(journal.isMade(DELIVERY)).isTrue();
        assertThat(journal.unsettled(ALICE)).isEmpty();
    }

    @Test
    void leavesTheAttemptOpenWhenItsNodeDiesInTheMiddle() {
        journal().begin(attempt(5));
        DeliveryJournal dying =
                new CassandraDeliveryJournal(new EndingSession(new JamesCassandra(session), 1), TIME_TO_REMEMBER);

        assertThatThrownBy(() -> dying.made(attempt(5))).isInstanceOf(StoreUnavailableException.class);

        assertThat(journal().isMade(DELIVERY)).isTrue();
        assertThat(journal().unsettled(ALICE)).isPresent();
    }

    @Test
    void saysSoWhenCassandraIsUnavailable() {
        DeliveryJournal journal = new CassandraDeliveryJournal(LostAnswers.nowhere(), TIME_TO_REMEMBER);

        assertThatThrownBy(() -> journal.isMade(DELIVERY)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> journal.begin(attempt(1))).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> journal.unsettled(ALICE)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> journal.made(attempt(1))).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> journal.notMade(attempt(1))).isInstanceOf(StoreUnavailableException.class);
    }
}
