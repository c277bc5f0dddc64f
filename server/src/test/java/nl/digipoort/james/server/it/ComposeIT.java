// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static nl.digipoort.james.server.it.ComposedService.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nl.digipoort.james.server.DistributionArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The compose files, unchanged, with the commands of docs/operate/deploy.md, word for word. The images are stand-ins with the names of real
 * ones, except for ours. Runs when the other integration tests have ended.
 */
@Tag("containers")
class ComposeIT {
    @TempDir
    private static Path scratch;

    private static ContainerEngine engine;
    private static Path unpacked;
    private static DeployDocument document;

    @BeforeAll
    static void start() throws Exception {
        engine = ContainerEngine.start(scratch);
        unpacked = DistributionArchive.unpack(scratch.resolve("unpacked"));
        document = new DeployDocument(unpacked);
        new StandInImages(engine, scratch, unpacked).make();
    }

    @AfterEach
    void removeAll() throws Exception {
        engine.run(unpacked, "podman rm --all --force --time 1");
        engine.run(unpacked, "podman volume prune --force && podman network prune --force");
    }

    @AfterAll
    static void end() {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void servesFromAnImageThatNeedsNothingElse() throws Exception {
        ComposedService server = service("docker-compose.embedded.yml", "digipoort");
        String certificate = "certificate.pem";

        followTheDocument(server);

        server.mayDoNothingElse("/opt/digipoort/x");
        server.sh("grep --quiet classes-.*jsa /proc/[0-9]*/maps");
        mailIn();
        assertThat(fetch(certificate)).startsWith("1 ");

        server.crash();
        server.awaitHealth();
        server.run("restart");
        server.awaitHealth();
        assertThat(fetch(certificate)).startsWith("1 ");

        startAnewWithTheSameData(server, List.of(server));
        assertThat(fetch(certificate)).startsWith("1 ");
        server.failsItsCheckWhileItHangs();
    }

    @Test
    void servesFromStockJamesOnPostgresql() throws Exception {
        ComposedService james = service("docker-compose.yml", "james");
        ComposedService postgresql = service("docker-compose.yml", "postgresql");
        String certificate = "deployment/jpa/conf/tls/certificate.pem";

        followTheDocument(james);

        // any patch is as good as another
        assertThat(postgresql.sh("postgres --version"))
                .contains("(PostgreSQL) " + postgresql.version().replaceAll("[.].*", "."));
        james.mayDoNothingElse("/root/conf/x");
        postgresql.mayDoNothingElse("/var/lib/x");
        mailIn();
        assertThat(fetch(certificate)).startsWith("1 ");
        assertThat(engine.run(unpacked, String.join("\n", document.block("webadmin() {"))))
                .isEqualTo("[]");
        assertThat(unpacked.resolve("deployment/jpa/var/audit/digipoort-audit.jsonl"))
                .isNotEmptyFile();

        james.crash();
        james.awaitHealth();
        postgresql.crash();
        awaitFetch(certificate);
        mailIn();
        james.run("restart");
        james.awaitHealth();

        startAnewWithTheSameData(james, List.of(james, postgresql));
        assertThat(fetch(certificate)).startsWith("1 ").contains("\n2 ");
        renewCertificate(certificate);
        postgresql.isUnhealthyWhileItHangs();
        james.failsItsCheckWhileItHangs();
    }

    @Test
    void servesFromStockJamesOnCassandraAndRabbitMq() throws Exception {
        ComposedService james = service("docker-compose.distributed.yml", "james");
        ComposedService account = service("docker-compose.distributed.yml", "cassandra-account");
        ComposedService cassandra = service("docker-compose.distributed.yml", "cassandra");
        ComposedService rabbitMq = service("docker-compose.distributed.yml", "rabbitmq");
        ComposedService openSearch = service("docker-compose.distributed.yml", "opensearch");
        ComposedService s3 = service("docker-compose.distributed.yml", "s3");
        String certificate = "deployment/distributed/conf/tls/certificate.pem";

        followTheDocument(james);

        assertThat(account.log()).contains("cassandra-account: made");
        assertThat(rabbitMq.sh("rabbitmqctl version").strip()).isEqualTo(rabbitMq.version());
        james.mayDoNothingElse("/root/conf/x");
        cassandra.mayDoNothingElse("/opt/cassandra/x");
        rabbitMq.mayDoNothingElse("/var/lib/x");
        openSearch.mayDoNothingElse("/usr/share/opensearch/x");
        s3.mayDoNothingElse("/run/secrets/s3-credentials");
        mailIn();
        assertThat(fetch(certificate)).startsWith("1 ");

        james.run("restart james");
        james.awaitHealth();
        assertThat(fetch(certificate)).startsWith("1 ");
        cassandra.isUnhealthyWhileItHangs();
        james.crash();
        james.awaitHealth();
        cassandra.crash();
        cassandra.awaitHealth();
        awaitFetch(certificate);
        rabbitMq.crash();
        mailIn();
        assertThat(fetch(certificate)).startsWith("1 ").contains("\n2 ");
        rabbitMq.awaitHealth();
        renewCertificate(certificate);

        startAnewWithTheSameData(james, List.of(james, cassandra, rabbitMq, openSearch, s3));
        assertThat(account.log()).contains("cassandra-account: there already");
        assertThat(fetch(certificate)).startsWith("1 ").contains("\n2 ");
        mailIn();
        james.failsItsCheckWhileItHangs();
    }

    private static ComposedService service(String file, String name) throws Exception {
        return new ComposedService(engine, unpacked, file, name);
    }

    /** Runs the block with its start; what comes behind the start waits for the server. */
    private static void followTheDocument(ComposedService server) throws Exception {
        List<String> commands = document.block(server.compose("up -d"));
        assertThat(commands).hasSizeGreaterThan(3);
        for (String command : commands) {
            engine.runOnTerminal(unpacked, command);
            if (command.endsWith(" up -d")) {
                server.awaitHealth();
            }
        }
    }

    private static void mailIn() throws Exception {
        Path mail = scratch.resolve("mail.txt");
        Files.writeString(mail, "From: sender@example.org\r\nSubject: x\r\n\r\nx\r\n");
        engine.run(
                unpacked,
                "curl --silent --show-error --mail-from sender@example.org --mail-rcpt anna@example.org --upload-file "
                        + mail + " smtp://localhost");
    }

    /** The list of messages. */
    private static String fetch(String certificate) throws Exception {
        return engine.run(unpacked, login(certificate));
    }

    private static void awaitFetch(String certificate) {
        patiently().until(() -> engine.attempt(unpacked, login(certificate)).exit() == 0);
    }

    /** The client of the document, with the password and the address that it is asked for. */
    private static String login(String certificate) throws Exception {
        List<String> lines = document.block("curl --ssl-reqd --cacert " + certificate);
        assertThat(lines).hasSize(1);
        return lines.get(0).replace("anna@example.org", "anna@example.org:Secret.1")
                + " --silent --show-error --max-time 20 --resolve pop3.example.org:110:127.0.0.1";
    }

    private static void startAnewWithTheSameData(ComposedService server, List<ComposedService> all) throws Exception {
        server.run("stop");
        for (ComposedService service : all) {
            service.hasStopped();
        }
        server.run("down");
        server.run("up -d");
        server.awaitHealth();
    }

    /** Until the server shows it: whoever trusts this one trusts no earlier one. */
    private static void renewCertificate(String certificate) throws Exception {
        engine.run(
                unpacked,
                "openssl req -x509 -newkey rsa:3072 -nodes -days 30 -subj /CN=pop3.example.org"
                        + " -addext subjectAltName=DNS:pop3.example.org -keyout renewed.key -out renewed.pem");
        List<String> commands = document.block("renewed.key");
        assertThat(commands).hasSize(4);
        for (String command : commands) {
            engine.run(unpacked, command.replace("deployment/jpa/", certificate.replaceAll("conf/.*", "")));
        }
        patiently()
                .until(() -> engine.attempt(unpacked, login(certificate).replace(certificate, "renewed.pem"))
                                .exit()
                        == 0);
    }

    /** The commands of docs/clients/test-kit.md, which DigipoortContainer has Testcontainers run. */
    @Test
    void servesTestsOfClientsFromTheSameImage() throws Exception {
        List<String> commands = Files.readString(unpacked.resolve("docs/clients/test-kit.md"))
                .lines()
                .filter(line -> line.startsWith("docker "))
                .map(line -> line.replace("docker ", "podman ").replace(" run --rm ", " run --rm --detach "))
                .toList();
        assertThat(commands).hasSize(2);
        for (String command : commands) {
            engine.run(unpacked, command);
        }
        String http = "curl --silent --show-error --fail http://127.0.0.1:8025/";

        patiently().until(() -> engine.attempt(unpacked, http + "transcripts").exit() == 0);
        engine.run(unpacked, http + "certificate.pem --output authority.pem");
        engine.run(unpacked, "printf 'Subject: x\\r\\n\\r\\nx\\r\\n' >message.eml");
        engine.run(unpacked, http + "accounts/anna/messages --upload-file message.eml");
        String fetched = engine.run(
                unpacked,
                "curl --silent --show-error --ssl-reqd --cacert authority.pem --user anna@example.org:digipoort"
                        + " pop3://localhost:1110/1");

        assertThat(fetched).isEqualTo("Subject: x\r\n\r\nx\r\n");
        assertThat(engine.run(unpacked, http + "transcripts"))
                .contains("C: STLS", "C: RETR 1", "* a message of 17 octets");
    }
}
