// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import nl.digipoort.james.server.DistributionArchive;
import nl.digipoort.james.server.demo.DemoAccount;
import nl.digipoort.james.server.demo.DemoContent;
import nl.digipoort.james.server.demo.TrustedCertificate;
import nl.digipoort.james.testing.ComposeFile;
import nl.digipoort.james.testing.TestPostgres;
import org.apache.james.cli.probe.impl.JmxConnection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The container of stock James as the compose files make it, from the archive and by the script that an operator uses. Its James
 * is ours, of the same modules for JPA; for the distributed server, whose modules are in no Maven repository, it has JPA in the
 * place of Cassandra.
 */
class ContainerLayoutIT {
    private static final String DOMAIN = "example.org";

    @TempDir
    private static Path scratch;

    private static Path unpacked;

    @BeforeAll
    static void unpack() throws Exception {
        unpacked = DistributionArchive.unpack(scratch.resolve("unpacked"));
    }

    @Test
    void servesOnPostgresqlWithTheDriverAndThePasswordThatAreMounted() throws Exception {
        ContainerFiles files = mounted("jpa", "docker-compose.yml");
        Map<Path, String> configuration = files.content("/root/conf");

        try (TestPostgres postgres = TestPostgres.ofItsOwn()) {
            askForPassword(postgres, files.secret("database-password"));
            try (Container james =
                    Container.start(files, unpacked.resolve("lib"), Map.of("DIGIPOORT_DATABASE_URL", postgres.url()))) {
                serves(james, files);
            }
        }

        // it is mounted for reading only
        assertThat(files.content("/root/conf")).isEqualTo(configuration);
        assertThat(files.at("/root/var/audit/digipoort-audit.jsonl")).isRegularFile();
    }

    @Test
    void servesWithTheOverlayOfTheDistributedServer() throws Exception {
        ContainerFiles files = mounted("distributed", "docker-compose.distributed.yml");
        assertThat(Arrays.stream(files.javaOptions().split("[ =]+", -1)).filter(word -> word.startsWith("/root/")))
                .isNotEmpty()
                .allSatisfy(path -> assertThat(files.at(path)).exists());
        assertThat(files.javaOptions()).contains("-Ddigipoort.repositories=cassandra");
        Files.copy(
                unpacked.resolve("conf/james-database.properties"), files.at("/root/conf/james-database.properties"));

        try (Container james =
                Container.start(files, unpacked.resolve("lib"), Map.of(), "-Ddigipoort.repositories=jpa")) {
            serves(james, files);
        }
    }

    private static ContainerFiles mounted(String kind, String compose) throws Exception {
        RealClient.in(scratch).run(unpacked.resolve("deploy/prepare").toString(), kind, "localhost", DOMAIN);

        ContainerFiles files = ContainerFiles.make(
                ComposeFile.read(unpacked.resolve(compose)).service("james"), scratch.resolve(kind));

        assertThat(files.secretsAskedFor()).isNotEmpty().isEqualTo(files.secretsGiven());
        return files;
    }

    private static void serves(Container james, ContainerFiles files) throws Exception {
        SSLContext tls = TrustedCertificate.context(files.at("/root/conf/tls/certificate.pem"));
        List<DemoAccount> accounts;
        try (JmxConnection jmx = james.jmx()) {
            accounts = new DemoContent(jmx, DOMAIN).accounts(List.of("bedrijf"));
        }

        DemoContent.send(james.smtp(), accounts);

        DemoContent.awaitMessages(accounts.get(0), 1, james.pop3(), tls);
        assertThat(james.webAdmin().get("/digipoort/held")).isEqualTo("[]");
        assertThat(james.webAdmin().get("/healthcheck")).contains("Digipoort maildrops");
    }

    /** From now on PostgreSQL lets in who knows it. */
    private static void askForPassword(TestPostgres postgres, String password) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(postgres.url(), postgres.user(), "");
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER ROLE " + postgres.user() + " PASSWORD '" + password + "'");
            String rules;
            try (ResultSet row = statement.executeQuery("SHOW hba_file")) {
                row.next();
                rules = row.getString(1);
            }
            statement.execute("COPY (SELECT 'host all all 127.0.0.1/32 scram-sha-256') TO '" + rules + "'");
            statement.execute("SELECT pg_reload_conf()");
        }
        await().until(() -> !letsIn(postgres, "another one"));
        assertThat(letsIn(postgres, password)).isTrue();
    }

    private static boolean letsIn(TestPostgres postgres, String password) {
        try (Connection connection = DriverManager.getConnection(postgres.url(), postgres.user(), password)) {
            return connection.isValid(0);
        } catch (SQLException e) {
            return false;
        }
    }
}
