// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import javax.persistence.EntityManagerFactory;
import nl.digipoort.james.lock.FakeTicker;
import nl.digipoort.james.lock.LockWatch;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.lock.MaildropLocksContract;
import nl.digipoort.james.testing.SteppedClock;
import nl.digipoort.james.testing.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a PostgreSQL whose clock really steps. */
class PostgresClockTest implements MaildropLocksContract {
    private static SteppedClock clock;
    private static TestPostgres postgres;
    private static EntityManagerFactory factory;

    private final FakeTicker ticker = new FakeTicker();
    private final LockWatch watch = new LockWatch(ticker);
    private final JamesDatabase database = new JamesDatabase(factory);

    @BeforeAll
    static void start(@TempDir Path folder) {
        assertThat(folder.toFile().setExecutable(true, false)).isTrue();
        clock = SteppedClock.in(folder);
        postgres = TestPostgres.withClock(clock);
        factory = TestJpa.factory(
                "org.postgresql.Driver", postgres.url(), Map.of("openjpa.ConnectionUserName", postgres.user()));
    }

    @AfterAll
    static void stop() {
        if (factory != null) {
            factory.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    @BeforeEach
    void empty() throws SQLException {
        TestJpa.drop(factory, List.of("DIGIPOORT_MAILDROP_LOCK"));
    }

    @Override
    public MaildropLocks locks() {
        return new JdbcMaildropLocks(database, database, LEASE, watch);
    }

    @Override
    public void pass(Duration time) {
        ticker.move(time);
    }

    @Override
    public void stepClockOfTheStore(Duration by) {
        clock.step(by);
    }

    /** What this is about: a step gave the lock to a second one, while the first still had it by its own clock. */
    @Test
    void isTheStepThatBrokeTheLocksOfEarlierVersions() {
        EarlierLocks earlier = new EarlierLocks(database);
        assertThat(earlier.acquire(ALICE)).isPresent();
        assertThat(earlier.acquire(ALICE)).isEmpty();

        clock.step(Duration.ofHours(1));

        assertThat(earlier.acquire(ALICE)).isPresent();
    }

    /** Otherwise the contract shows nothing here. */
    @Test
    void reallyStepsTheClockOfTheDatabase() throws Exception {
        for (Duration step : List.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ofDays(40))) {
            clock.step(step);

            Instant now = database.transact(connection -> Sql.first(
                            connection,
                            row -> row.getObject(1, OffsetDateTime.class).toInstant(),
                            "SELECT CURRENT_TIMESTAMP")
                    .orElseThrow());

            assertThat(now).isCloseTo(Clock.systemUTC().instant().plus(clock.offset()), within(2, ChronoUnit.MINUTES));
        }
    }
}
