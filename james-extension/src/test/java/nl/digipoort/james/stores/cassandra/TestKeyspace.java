package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.time.Duration;
import java.util.List;
import nl.digipoort.james.testing.TestCassandra;

/** A keyspace as James makes it, in a real Cassandra; each session to it is as another node has one. */
final class TestKeyspace {
    private final TestCassandra cassandra;
    private final String name;

    private TestKeyspace(TestCassandra cassandra, String name) {
        this.cassandra = cassandra;
        this.name = name;
    }

    /** An empty one, on the Cassandra that all tests share. */
    static TestKeyspace create(String name) {
        TestKeyspace keyspace = new TestKeyspace(TestCassandra.running(), name);
        try (CqlSession session = keyspace.connect("system")) {
            session.execute("DROP KEYSPACE IF EXISTS " + name);
            session.execute("CREATE KEYSPACE " + name
                    + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        }
        return keyspace;
    }

    CqlSession connect() {
        return connect(name);
    }

    private CqlSession connect(String keyspace) {
        return CqlSession.builder()
                .addContactPoint(cassandra.address())
                .withLocalDatacenter(cassandra.datacenter())
                .withKeyspace(keyspace)
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        // generous, for machines that have more to do
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(20))
                        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(20))
                        .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, Duration.ofSeconds(20))
                        // quick to see new tables, and to close
                        .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, Duration.ofMillis(20))
                        .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                        .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                        .build())
                .build();
    }

    /** Deletes all rows of those tables that are there. */
    static void empty(CqlSession session, List<String> tables) {
        session
                .getMetadata()
                .getKeyspace(session.getKeyspace().orElseThrow())
                .orElseThrow()
                .getTables()
                .keySet()
                .stream()
                .filter(table -> tables.contains(table.asInternal()))
                .forEach(table -> session.execute("TRUNCATE " + table.asCql(true)));
    }
}
