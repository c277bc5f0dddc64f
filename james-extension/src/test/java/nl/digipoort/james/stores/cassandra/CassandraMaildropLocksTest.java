// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import nl.digipoort.james.lock.FakeTicker;
import nl.digipoort.james.lock.Lease;
import nl.digipoort.james.lock.LockInfo;
import nl.digipoort.james.lock.LockWatch;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.lock.RemoteMaildropLocksContract;
import nl.digipoort.james.lock.Renewals;
import org.apache.james.core.Username;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CassandraMaildropLocksTest implements RemoteMaildropLocksContract {
    private static CqlSession session;

    @BeforeAll
    static void start() {
        session = TestKeyspace.create("locks").connect();
    }

    @AfterAll
    static void stop() {
        if (session != null) {
            session.close();
        }
    }

    @BeforeEach
    void empty() {
        TestKeyspace.empty(session, List.of("digipoort_maildrop_lock"));
    }

    private final FakeTicker ticker = new FakeTicker();
    private final LockWatch watch = new LockWatch(ticker);

    @Override
    public MaildropLocks locks() {
        return locks(LEASE, watch);
    }

    private static MaildropLocks locks(Duration leaseTime, LockWatch seen) {
        return new CassandraMaildropLocks(new JamesCassandra(session), leaseTime, seen);
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
        return new CassandraMaildropLocks(new LostAnswers(new JamesCassandra(session)), LEASE, watch);
    }

    @Override
    public MaildropLocks locksUnavailable() {
        return new CassandraMaildropLocks(LostAnswers.nowhere(), LEASE, watch);
    }

    @Override
    public void pass(Duration time) {
        ticker.move(time);
    }

    /** By the only time in the table. */
    @Override
    public void stepClockOfTheStore(Duration by) {
        for (LockInfo lock : locks().lookAll()) {
            execute(
                    "UPDATE digipoort_maildrop_lock SET since = ? WHERE maildrop = ? IF EXISTS",
                    lock.since().minus(by),
                    lock.maildrop().asString());
        }
    }

    private static boolean execute(String cql, Object... values) {
        return session.execute(SimpleStatement.newInstance(cql, values)).wasApplied();
    }

    /** The row of a lock that a node before ADR 46 holds: its owner ends by Cassandra's clock. */
    private Lease heldByAnEarlierNode(int seconds) {
        Lease lease = Lease.of(ALICE, UUID.randomUUID(), 7);
        locks().lookAll();
        assertThat(execute(
                        "BEGIN BATCH UPDATE digipoort_maildrop_lock USING TTL ? SET owner = ? WHERE maildrop = ?"
                                + " IF owner = null AND fence = null; UPDATE digipoort_maildrop_lock SET fence = 7,"
                                + " state = 'HELD', since = toTimestamp(now()), holder_kind = 'SESSION', holder_node ="
                                + " 'old', holder_client = '192.0.2.9' WHERE maildrop = ?; APPLY BATCH",
                        seconds,
                        lease.owner(),
                        ALICE.asString(),
                        ALICE.asString()))
                .isTrue();
        return lease;
    }

    private static boolean renewAsAnEarlierNode(Lease lease, int seconds) {
        return execute(
                "UPDATE digipoort_maildrop_lock USING TTL ? SET owner = ? WHERE maildrop = ? IF owner = ? AND fence = ?",
                seconds,
                lease.owner(),
                lease.maildrop().asString(),
                lease.owner(),
                lease.fence());
    }

    @Test
    void takesNothingFromAnEarlierNodeWhileItRenews() {
        Lease lease = heldByAnEarlierNode(600);
        for (int i = 0; i < 3; i++) {
            assertThat(locks().acquire(ALICE, HOLDER)).isEmpty();
            pass(LEASE.minusSeconds(1));
            assertThat(renewAsAnEarlierNode(lease, 600)).isTrue();
        }

        assertThat(locks().acquire(ALICE, HOLDER)).isEmpty();
        pass(LockWatch.patience(LEASE));
        Lease next = acquired(ALICE);

        assertThat(next.fence()).isEqualTo(8);
        assertThat(renewAsAnEarlierNode(lease, 600)).isFalse();
    }

    /** Its own end comes first. */
    @Test
    void takesTheLockOfAnEarlierNodeThatHasEnded() {
        heldByAnEarlierNode(1);

        Lease next = await().until(() -> locks().acquire(ALICE, HOLDER), Optional::isPresent)
                .orElseThrow();

        assertThat(next.fence()).isEqualTo(8);
        assertThat(session.execute("SELECT TTL(owner) FROM digipoort_maildrop_lock")
                        .one()
                        .isNull(0))
                .as("it has no end any more")
                .isTrue();
    }

    @Test
    void isTakenByNoEarlierNode() {
        Lease lease = acquired(ALICE);

        assertThat(execute(
                        "UPDATE digipoort_maildrop_lock USING TTL 60 SET owner = ? WHERE maildrop = ?"
                                + " IF owner = null AND fence = ?",
                        UUID.randomUUID(),
                        ALICE.asString(),
                        lease.fence()))
                .isFalse();
        locks().release(lease);
        assertThat(execute(
                        "UPDATE digipoort_maildrop_lock USING TTL 60 SET owner = ? WHERE maildrop = ?"
                                + " IF owner = null AND fence = ?",
                        UUID.randomUUID(),
                        ALICE.asString(),
                        lease.fence()))
                .isTrue();
    }

    /** As when the replicas of one row are down. */
    @Test
    void renewsTheOthersWhenOneGetsNoAnswer() {
        Lease alice = acquired(ALICE);
        Lease bob = acquired(BOB);
        Lease over = acquired(Username.of("carol@example.org"));
        locks().release(over);
        locks().lookAll();
        pass(LEASE);

        Renewals renewals = new CassandraMaildropLocks(
                        new RowWithoutAnswer(new JamesCassandra(session), ALICE), LEASE, watch)
                .renew(List.of(alice, bob, over));

        assertThat(renewals.unknown()).containsOnlyKeys(alice);
        assertThat(renewals.over()).containsExactly(over);
        pass(LEASE);
        assertThat(locks().lookAll()).extracting(LockInfo::maildrop).containsExactly(BOB);
    }

    /** Cassandra without an answer to whatever is asked of one maildrop. */
    private static final class RowWithoutAnswer implements Statements {
        private final Statements cassandra;
        private final Username maildrop;

        private RowWithoutAnswer(Statements cassandra, Username maildrop) {
            this.cassandra = cassandra;
            this.maildrop = maildrop;
        }

        @Override
        public void create(Table table) {
            cassandra.create(table);
        }

        @Override
        public boolean has(String table) {
            return cassandra.has(table);
        }

        @Override
        public PreparedStatement prepare(Query query) {
            return cassandra.prepare(query);
        }

        @Override
        public CompletionStage<AsyncResultSet> execute(BoundStatement statement) {
            return maildrop.asString().equals(statement.getString("maildrop"))
                    ? CompletableFuture.failedFuture(new DriverTimeoutException("no answer"))
                    : cassandra.execute(statement);
        }
    }

    @Test
    void renewsMoreThanGoAtOnce() {
        List<Lease> leases = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            leases.add(locks().acquire(Username.of("user" + i + "@example.org"), HOLDER)
                    .orElseThrow());
        }
        locks().release(leases.get(149));

        assertThat(locks().renew(leases).over()).containsExactly(leases.get(149));
    }
}
