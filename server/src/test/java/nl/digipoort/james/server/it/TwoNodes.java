// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.TestPostgres;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Two servers, A and B, on one separate PostgreSQL; a test can cut the link between A and PostgreSQL. */
final class TwoNodes implements ExtensionContext.Store.CloseableResource {
    static final Duration LEASE = Duration.ofSeconds(6);
    /** The longest time for a lease to end and for a slow machine to notice. */
    static final Duration UNTIL_OVER = LEASE.plusSeconds(30);

    private static final String LOCK_LOST = "-ERR [SYS/TEMP] The maildrop lock was lost, no message was removed";
    static final String LOCKED_AND_READY = "+OK Maildrop locked and ready";

    static final String ONE_KEY = "ZGlnaXBvb3J0LXR3by1ub2Rlcy1vbi1vbmUta2V5LTE=\n";

    private final TestPostgres postgres;
    private final DatabaseLink link;
    private final Path scratch;
    private TestGateway a;
    private TestGateway b;

    private TwoNodes(TestPostgres postgres, DatabaseLink link, Path scratch) {
        this.postgres = postgres;
        this.link = link;
        this.scratch = scratch;
    }

    /** One after another: the first creates the tables. */
    private void start() throws Exception {
        ChangedConfiguration.nodeOnPostgres(homeOfA(), ONE_KEY, LEASE);
        a = start(homeOfA(), link.port());
        b = start(ChangedConfiguration.nodeOnPostgres(scratch.resolve("b"), ONE_KEY, LEASE), postgres.port());
    }

    private Path homeOfA() {
        return scratch.resolve("a");
    }

    private TestGateway start(Path home, int databasePort) throws Exception {
        Map<String, String> environment = Map.of(
                "DIGIPOORT_DATABASE_URL",
                url(databasePort),
                "DIGIPOORT_DATABASE_USER",
                postgres.user(),
                "DIGIPOORT_DATABASE_PASSWORD",
                "not asked for");
        return TestGateway.on(EmbeddedGateway.start(home, environment));
    }

    /** Without prepared statements, so that the link recognises a commit by its text. */
    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?prepareThreshold=0";
    }

    /** The node with the link; started again if a test has killed it. */
    TestGateway a() throws Exception {
        if (!a.process().isAlive()) {
            a.close();
            a = start(homeOfA(), link.port());
        }
        return a;
    }

    TestGateway b() {
        return b;
    }

    DatabaseLink link() {
        return link;
    }

    TestPostgres postgres() {
        return postgres;
    }

    /** Tries to log in with USER and PASS, and returns the answer to PASS; a session that it opens ends with QUIT. */
    static String login(TestGateway node, Account account) throws IOException {
        try (Pop3Client client = node.secured()) {
            client.command("USER " + account.user());
            String answer = client.command("PASS " + account.password());
            client.command("QUIT");
            return answer;
        }
    }

    /** Asserts that a command finds the lock lost and ends the session. */
    static void assertLost(Pop3Client client, String command) throws IOException {
        assertThat(client.command(command)).isEqualTo(LOCK_LOST);
        assertThat(client.read()).isEqualTo(-1);
    }

    /** How long the lock has been held without a break, by the database's clock; empty if it is not held, or a node has freed it. */
    Optional<Duration> heldFor(Account account) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.url(), postgres.user(), "");
                PreparedStatement select = connection.prepareStatement(
                        "SELECT EXTRACT(EPOCH FROM CURRENT_TIMESTAMP - HELD_SINCE) FROM DIGIPOORT_MAILDROP_LOCK"
                                + " WHERE MAILDROP = ? AND OWNER_TOKEN IS NOT NULL")) {
            select.setString(1, account.user());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(Duration.ofMillis((long) (1000 * row.getDouble(1)))) : Optional.empty();
            }
        }
    }

    /** Whether the lock has outlived one lease, so it must have been renewed. */
    boolean isHeldBeyondOneLease(Account account) throws SQLException {
        return heldFor(account).orElseThrow().compareTo(LEASE.plusSeconds(2)) > 0;
    }

    @Override
    public void close() {
        Stream.of(a, b).filter(Objects::nonNull).forEach(TestGateway::close);
        link.close();
        postgres.close();
    }

    /** The same two servers for all tests that leave them usable: started by the first, stopped after the last. */
    static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == TwoNodes.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            TestPostgres.requireBinaries();
            return context.getRoot()
                    .getStore(Namespace.create(TwoNodes.class))
                    .getOrComputeIfAbsent(TwoNodes.class, key -> startBoth(), TwoNodes.class);
        }

        private static TwoNodes startBoth() {
            try {
                TestPostgres postgres = TestPostgres.ofItsOwn();
                return started(new TwoNodes(
                        postgres, DatabaseLink.to(postgres.port()), Files.createTempDirectory("digipoort-nodes")));
            } catch (Exception e) {
                throw new IllegalStateException("the two nodes do not start", e);
            }
        }

        private static TwoNodes started(TwoNodes nodes) throws Exception {
            try {
                nodes.start();
                return nodes;
            } catch (Exception e) {
                nodes.close();
                throw e;
            }
        }
    }
}
