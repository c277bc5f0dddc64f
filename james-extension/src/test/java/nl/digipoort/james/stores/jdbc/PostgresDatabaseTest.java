// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import nl.digipoort.james.testing.TestCertificate;
import nl.digipoort.james.testing.TestPostgres;
import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.commons.configuration2.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connection to a PostgreSQL with TLS, in a Java process of its own: the store of trust is one for all of a process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresDatabaseTest {
    private static final String PASSWORD = "trusted";

    private final TestCertificate authority = TestCertificate.authority("Authority of the database", yesterday());

    @TempDir
    private Path scratch;

    private TestPostgres postgres;

    private static Instant yesterday() {
        return Clock.systemUTC().instant().minus(Duration.ofDays(1));
    }

    @BeforeAll
    void startWithTls() throws Exception {
        postgres = TestPostgres.ofItsOwn();
        TestCertificate certificate = authority.signed("localhost", yesterday());
        try (Connection connection = DriverManager.getConnection(postgres.url(), postgres.user(), "");
                Statement statement = connection.createStatement()) {
            write(statement, certificate.keyPem(), "server.key");
            write(statement, certificate.certificatePem(), "server.crt");
            statement.execute("ALTER SYSTEM SET ssl = on");
            statement.execute("SELECT pg_reload_conf()");
        }
        await().until(this::speaksTls);
    }

    /** As the server itself, which may be another user than this one. */
    private static void write(Statement statement, String text, String file) throws SQLException {
        statement.execute("COPY (SELECT unnest(string_to_array('" + text.strip()
                + "', chr(10)))) TO PROGRAM 'umask 077; cat > " + file + "'");
    }

    private boolean speaksTls() throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.url(), postgres.user(), "")) {
            return isEncrypted(connection);
        }
    }

    private static boolean isEncrypted(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
            return row.next() && row.getBoolean(1);
        }
    }

    @AfterAll
    void stop() {
        if (postgres != null) {
            postgres.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify-ca", "verify-full"})
    void entersByACertificateThatTheJvmTrusts(String mode) throws Exception {
        assertThat(open(classPath(), "localhost", mode, trusting())).isEmpty();
    }

    @Test
    void refusesACertificateThatTheJvmDoesNotTrust() throws Exception {
        assertThat(open(classPath(), "localhost", "verify-ca"))
                .contains("the PostgreSQL of conf/postgres.properties cannot be used: ")
                .contains("PKIX path building failed")
                .doesNotContain("JDBC driver must stand");
    }

    @Test
    void refusesACertificateForAnotherName() throws Exception {
        assertThat(open(classPath(), "127.0.0.1", "verify-full", trusting()))
                .contains("127.0.0.1 could not be verified by hostnameverifier");
    }

    @Test
    void namesTheDriverThatIsMissing() throws Exception {
        String without = Arrays.stream(classPath().split(File.pathSeparator, -1))
                .filter(jar -> !jar.matches(".*/postgresql-[0-9.]+[.]jar"))
                .collect(Collectors.joining(File.pathSeparator));

        assertThat(open(without, "localhost", "require"))
                .contains("; its JDBC driver must stand in extensions-jars/ (docs/start/drop-in.md)");
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** The options of a process that trusts the authority. */
    private String[] trusting() throws Exception {
        Path file = scratch.resolve("trust.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", authority.certificate());
        try (OutputStream stream = Files.newOutputStream(file)) {
            store.store(stream, PASSWORD.toCharArray());
        }
        return new String[] {"-Djavax.net.ssl.trustStore=" + file, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD};
    }

    /** Answers what the process said of its failure; nothing if there was none. */
    private String open(String classPath, String host, String mode, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // with both compilers the first handshake may take the ten seconds of a connection
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath));
        command.addAll(List.of(options));
        command.addAll(List.of(Program.class.getName(), host, String.valueOf(postgres.port()), mode));
        Path errors = scratch.resolve("errors");
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return process.exitValue() == 0 ? "" : Files.readString(errors);
    }

    /** Opens the database, and fails if its connections are not encrypted. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws Exception {
            Configuration configuration = new BaseConfiguration();
            configuration.addProperty("database.host", arguments[0]);
            configuration.addProperty("database.port", arguments[1]);
            configuration.addProperty("database.username", "james");
            configuration.addProperty("database.password", "unused");
            configuration.addProperty("ssl.mode", arguments[2]);
            PostgresDatabase database = new PostgresDatabase(PostgresSettings.from(configuration));
            try {
                if (!database.<Boolean>statements(PostgresDatabaseTest::isEncrypted)) {
                    throw new IllegalStateException("not encrypted");
                }
            } finally {
                database.close();
            }
        }
    }
}
