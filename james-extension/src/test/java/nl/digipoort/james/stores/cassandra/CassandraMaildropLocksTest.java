// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import nl.digipoort.james.lock.Lease;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.lock.RemoteMaildropLocksContract;
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

    @Override
    public MaildropLocks locks() {
        return new CassandraMaildropLocks(new JamesCassandra(session), LEASE);
    }

    @Override
    public MaildropLocks locksWithLostAnswers() {
        return new CassandraMaildropLocks(new LostAnswers(new JamesCassandra(session)), LEASE);
    }

    @Override
    public MaildropLocks locksUnavailable() {
        return new CassandraMaildropLocks(LostAnswers.nowhere(), LEASE);
    }

    @Override
    public void expire(Lease lease) {
        assertThat(session.execute(SimpleStatement.newInstance(
                                "UPDATE digipoort_maildrop_lock USING TTL 1 SET owner = ? WHERE maildrop = ? IF owner = ?",
                                lease.owner(),
                                lease.maildrop().asString(),
                                lease.owner()))
                        .wasApplied())
                .isTrue();
        await().until(() -> locks().look(lease.maildrop()).isEmpty());
    }

    /** By nothing but Cassandra's own clock, and not before the holder's time is over. */
    @Test
    void isFreeWhenTheTimeOfTheLeaseHasPassed() {
        Duration leaseTime = Duration.ofSeconds(1);
        MaildropLocks locks = new CassandraMaildropLocks(new JamesCassandra(session), leaseTime);
        Lease lease = locks.acquire(ALICE, HOLDER).orElseThrow();
        long granted = System.nanoTime();
        assertThat(locks.look(ALICE).orElseThrow().left()).isLessThanOrEqualTo(leaseTime);

        await().until(() -> locks.look(ALICE).isEmpty());

        assertThat(Duration.ofNanos(System.nanoTime() - granted)).isGreaterThan(leaseTime);
        assertThat(locks.beginUpdate(lease)).isFalse();
        Lease next = locks.acquire(ALICE, HOLDER).orElseThrow();
        assertThat(next.fence()).isGreaterThan(lease.fence());
    }

    @Test
    void holdsOnWhenItIsRenewedInTime() {
        MaildropLocks locks = new CassandraMaildropLocks(new JamesCassandra(session), Duration.ofSeconds(2));
        Lease lease = locks.acquire(ALICE, HOLDER).orElseThrow();

        await().pollInterval(Duration.ofMillis(500))
                .during(Duration.ofSeconds(5))
                .atMost(Duration.ofSeconds(20))
                .until(() -> locks.renew(List.of(lease)).isEmpty());
        assertThat(locks.beginUpdate(lease)).isTrue();
    }

    @Test
    void renewsMoreThanGoAtOnce() {
        List<Lease> leases = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            leases.add(locks().acquire(Username.of("user" + i + "@example.org"), HOLDER)
                    .orElseThrow());
        }
        locks().release(leases.get(149));

        assertThat(locks().renew(leases)).containsExactly(leases.get(149));
    }
}
