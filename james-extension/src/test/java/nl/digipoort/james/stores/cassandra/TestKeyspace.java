// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.digipoort.james.testing.TestCassandra;

/** A keyspace as James creates it, in a real Cassandra. Each session acts as another node. */
public final class TestKeyspace {
    /** Long, for busy machines. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final TestCassandra cassandra;
    private final String name;

    private TestKeyspace(TestCassandra cassandra, String name) {
        this.cassandra = cassandra;
        this.name = name;
    }

    /** Creates an empty keyspace, in the Cassandra that all tests share. */
    public static TestKeyspace create(String name) {
        return create(name, TestCassandra.running());
    }

    static TestKeyspace create(String name, TestCassandra cassandra) {
        TestKeyspace keyspace = new TestKeyspace(cassandra, name);
        try (CqlSession session = keyspace.connect("system", PATIENCE)) {
            session.execute("DROP KEYSPACE IF EXISTS " + name);
            session.execute("CREATE KEYSPACE " + name
                    + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        }
        return keyspace;
    }

    public CqlSession connect() {
        return connect(PATIENCE);
    }

    /** @param patience how long to wait for an answer */
    CqlSession connect(Duration patience) {
        return connect(name, patience);
    }

    private CqlSession connect(String keyspace, Duration patience) {
        return CqlSession.builder()
                .addContactPoint(cassandra.address())
                .withLocalDatacenter(cassandra.datacenter())
                .withKeyspace(keyspace)
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, patience)
                        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, PATIENCE)
                        .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, PATIENCE)
                        // quick to see new tables, and to close
                        .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, Duration.ofMillis(20))
                        .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                        .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                        .build())
                .build();
    }

    /** The names of the tables. */
    public Set<String> tables() {
        try (CqlSession session = connect()) {
            return tables(session).map(CqlIdentifier::asInternal).collect(Collectors.toSet());
        }
    }

    private static Stream<CqlIdentifier> tables(CqlSession session) {
        return session
                .getMetadata()
                .getKeyspace(session.getKeyspace().orElseThrow())
                .orElseThrow()
                .getTables()
                .keySet()
                .stream();
    }

    /** Deletes all rows of the given tables, if they exist. */
    static void empty(CqlSession session, List<String> names) {
        tables(session)
                .filter(table -> names.contains(table.asInternal()))
                .forEach(table -> session.execute("TRUNCATE " + table.asCql(true)));
    }
}
