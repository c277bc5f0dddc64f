// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import nl.digipoort.james.lock.FakeTicker;
import nl.digipoort.james.lock.LockWatch;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.lock.MaildropLocksContract;
import nl.digipoort.james.testing.SteppedClock;
import nl.digipoort.james.testing.TestCassandra;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The locks on a Cassandra whose wall clock is really stepped, which gives the numbers of its transactions and the times of its cells. */
class CassandraClockTest implements MaildropLocksContract {
    private static SteppedClock clock;
    private static TestCassandra cassandra;
    private static CqlSession session;

    private final FakeTicker ticker = new FakeTicker();
    private final LockWatch watch = new LockWatch(ticker);

    @BeforeAll
    static void start(@TempDir Path folder) {
        clock = SteppedClock.in(folder);
        cassandra = TestCassandra.withClock(clock);
        session = TestKeyspace.create("clock", cassandra).connect();
    }

    @AfterAll
    static void stop() {
        if (session != null) {
            session.close();
        }
        if (cassandra != null) {
            cassandra.stop();
        }
    }

    @BeforeEach
    void empty() {
        TestKeyspace.empty(session, List.of("digipoort_maildrop_lock"));
    }

    @Override
    public MaildropLocks locks() {
        return new CassandraMaildropLocks(new JamesCassandra(session), LEASE, watch);
    }

    @Override
    public void pass(Duration time) {
        ticker.move(time);
    }

    @Override
    public void stepClockOfTheStore(Duration by) {
        clock.step(by);
    }

    /** Otherwise the contract shows nothing here. */
    @Test
    void stepsTheClockOfCassandra() {
        Instant before = now();

        clock.step(Duration.ofHours(1));

        assertThat(Duration.between(before, now())).isBetween(Duration.ofHours(1), Duration.ofMinutes(65));
    }

    private static Instant now() {
        return session.execute("SELECT currenttimestamp() AS now FROM system.local")
                .one()
                .getInstant("now");
    }
}
