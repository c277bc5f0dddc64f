// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import nl.digipoort.james.benchmarks.process.Scratch;
import nl.digipoort.james.lock.HolderKind;
import nl.digipoort.james.lock.Lease;
import nl.digipoort.james.lock.LeaseHolder;
import nl.digipoort.james.lock.LockWatch;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.stores.memory.MemoryMaildropLocks;
import nl.digipoort.james.testing.TestPostgres;
import org.apache.james.core.Username;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Takes and releases the lock on one maildrop, on one connection to the database. HSQLDB has the settings of the embedded server: each of
 * the two steps waits for the disk. PostgreSQL is Debian's, on loopback; without it its measurements fail.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MaildropLocksBenchmark {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final String HSQLDB_SETTINGS =
            ";hsqldb.tx=mvcc;hsqldb.default_table_type=cached;hsqldb.write_delay=false;hsqldb.log_size=500";

    @Param({"memory", "hsqldb", "postgresql"})
    private String store;

    private final Username maildrop = Username.of("klant@bench.local");
    private final LeaseHolder holder = LeaseHolder.of(HolderKind.SESSION, "node", "127.0.0.1");
    private Path scratch;
    private Connection connection;
    private MaildropLocks locks;

    @Setup
    public void open() throws IOException, SQLException {
        locks = switch (store) {
            case "memory" -> new MemoryMaildropLocks(LEASE, 0);
            case "hsqldb" -> onFiles();
            default -> onPostgres(TestPostgres.running());
        };
    }

    private MaildropLocks onPostgres(TestPostgres postgres) throws SQLException {
        return onDatabase(postgres.url(), postgres.user());
    }

    private MaildropLocks onFiles() throws IOException, SQLException {
        scratch = Files.createTempDirectory("digipoort-jmh");
        return onDatabase("jdbc:hsqldb:file:" + scratch.resolve("locks") + HSQLDB_SETTINGS, "SA");
    }

    private MaildropLocks onDatabase(String url, String user) throws SQLException {
        connection = DriverManager.getConnection(url, user, "");
        OneConnection database = new OneConnection(connection);
        return new JdbcMaildropLocks(database, database, LEASE, new LockWatch());
    }

    @TearDown
    public void close() throws IOException, SQLException {
        if (scratch != null) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SHUTDOWN");
            }
            Scratch.delete(scratch);
        }
        if (connection != null) {
            connection.close();
        }
    }

    @Benchmark
    public long acquireAndRelease() {
        Optional<Lease> lease = locks.acquire(maildrop, holder);
        lease.ifPresent(locks::release);
        return lease.orElseThrow().fence();
    }

    private record OneConnection(Connection connection) implements Transactions {
        @Override
        public <T> T statements(SqlWork<T> work) throws SQLException {
            connection.setAutoCommit(true);
            return work.run(connection);
        }

        @Override
        public <T> T transactAtLength(SqlWork<T> work) throws SQLException {
            return transact(work);
        }

        @Override
        public <T> T query(SqlWork<T> work) throws SQLException {
            return statements(work);
        }

        @Override
        public <T> T transact(SqlWork<T> work) throws SQLException {
            connection.setAutoCommit(false);
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        }
    }
}
