// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.digipoort.james.server.DistributionArchive;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The compose files, unchanged, with the commands of docs/operate/deploy.md, word for word. The images are stand-ins with the names of real
 * ones, except for ours.
 */
@EnabledIfSystemProperty(
        named = "digipoort.containers",
        matches = "true",
        disabledReason = ".ci/run containers runs it")
class ComposeIT {
    private static final int KILLED = 137;

    @TempDir
    private static Path scratch;

    private static ContainerEngine engine;
    private static Path unpacked;

    @BeforeAll
    static void start() throws Exception {
        engine = ContainerEngine.start(scratch);
        unpacked = DistributionArchive.unpack(scratch.resolve("unpacked"));
        new StandInImages(engine, scratch).java();
    }

    @AfterEach
    void down() throws Exception {
        engine.attempt(unpacked, "docker-compose -f docker-compose.embedded.yml down -v -t 5");
        engine.attempt(unpacked, "docker-compose down -v -t 5");
    }

    @AfterAll
    static void end() {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void servesFromAnImageThatNeedsNothingElse() throws Exception {
        Composed server = new Composed("docker-compose -f docker-compose.embedded.yml", "digipoort");

        server.followTheDocument();

        server.mayDoNothingElse("/opt/digipoort/x");
        server.sh("grep --quiet classes.jsa /proc/[0-9]*/maps");
        engine.run(unpacked, mailIn());
        assertThat(engine.run(unpacked, fetch("certificate.pem", "localhost"))).startsWith("1 ");

        server.crash();
        server.awaitHealth();
        server.run("restart");
        server.awaitHealth();
        assertThat(engine.run(unpacked, fetch("certificate.pem", "localhost"))).startsWith("1 ");

        server.run("stop");
        assertThat(server.inspect("{{.State.ExitCode}}")).isNotEqualTo(Integer.toString(KILLED));
        server.run("down");
        server.run("up -d");
        server.awaitHealth();
        assertThat(engine.run(unpacked, fetch("certificate.pem", "localhost"))).startsWith("1 ");
    }

    @Test
    void servesFromStockJamesOnPostgresql() throws Exception {
        StandInImages images = new StandInImages(engine, scratch);
        images.postgresql();
        images.james(unpacked);
        Composed james = new Composed("docker-compose", "james");
        Composed postgresql = new Composed("docker-compose", "postgresql");
        String certificate = "deployment/jpa/conf/tls/certificate.pem";

        james.followTheDocument();

        james.mayDoNothingElse("/root/conf/x");
        postgresql.mayDoNothingElse("/var/lib/x");
        engine.run(unpacked, mailIn());
        assertThat(engine.run(unpacked, fetch(certificate, "pop3.example.org"))).startsWith("1 ");

        james.crash();
        james.awaitHealth();
        postgresql.crash();
        postgresql.awaitHealth();
        james.run("restart postgresql");
        postgresql.awaitHealth();
        patiently()
                .until(() -> engine.attempt(unpacked, fetch(certificate, "pop3.example.org"))
                                .exit()
                        == 0);
        engine.run(unpacked, mailIn());

        james.run("stop");
        assertThat(james.inspect("{{.State.ExitCode}}")).isNotEqualTo(Integer.toString(KILLED));
        assertThat(postgresql.inspect("{{.State.ExitCode}}")).isEqualTo("0");
        james.run("down");
        james.run("up -d");
        james.awaitHealth();
        assertThat(engine.run(unpacked, fetch(certificate, "pop3.example.org")))
                .startsWith("1 ")
                .contains("\n2 ");

        renewCertificate();
        patiently()
                .until(() -> engine.attempt(unpacked, fetch("renewed.pem", "pop3.example.org"))
                                .exit()
                        == 0);

        james.signal("STOP");
        assertThat(james.healthy()).isFalse();
        james.signal("CONT");
        james.awaitHealth();
    }

    /** Each look is a process of Podman's, which takes time away from what is waited for. */
    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofSeconds(1));
    }

    private static void renewCertificate() throws Exception {
        engine.run(
                unpacked,
                "openssl req -x509 -newkey rsa:3072 -nodes -days 30 -subj /CN=pop3.example.org"
                        + " -addext subjectAltName=DNS:pop3.example.org -keyout renewed.key -out renewed.pem");
        List<String> commands = Document.block("renewed.key");
        assertThat(commands).hasSize(4);
        for (String command : commands) {
            engine.run(unpacked, command);
        }
    }

    private static String mailIn() throws Exception {
        Path mail = scratch.resolve("mail.txt");
        Files.writeString(mail, "From: sender@example.org\r\nSubject: x\r\n\r\nx\r\n");
        return "curl --silent --show-error --mail-from sender@example.org --mail-rcpt anna@example.org --upload-file "
                + mail + " smtp://localhost";
    }

    private static String fetch(String certificate, String host) {
        return "curl --silent --show-error --max-time 20 --ssl-reqd --cacert " + certificate
                + " --user anna@example.org:Secret.1 --login-options AUTH=DIGEST-MD5 --resolve " + host
                + ":110:127.0.0.1 pop3://"
                + host;
    }

    /** The shell blocks of docs/operate/deploy.md in the archive. */
    private static final class Document {
        private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

        /** The lines of the first block that has this text. */
        static List<String> block(String text) throws Exception {
            Matcher blocks = BLOCK.matcher(Files.readString(unpacked.resolve("docs/operate/deploy.md")));
            return blocks.results()
                    .map(block -> block.group(1))
                    .filter(block -> block.contains(text))
                    .findFirst()
                    .orElseThrow()
                    .lines()
                    .toList();
        }
    }

    /** A service of a compose file. */
    private record Composed(String compose, String service) {
        String run(String command) throws Exception {
            return engine.run(unpacked, compose + " " + command);
        }

        /** Runs its block of the document; what comes behind the start waits for the server. */
        void followTheDocument() throws Exception {
            List<String> commands = Document.block(compose + " up -d");
            assertThat(commands).hasSizeGreaterThan(3);
            for (String command : commands) {
                engine.runOnTerminal(unpacked, command);
                if (command.endsWith(" up -d")) {
                    awaitHealth();
                }
            }
        }

        void sh(String line) throws Exception {
            run("exec -T " + service + " sh -c '" + line + "'");
        }

        String inspect(String format) throws Exception {
            return engine.run(unpacked, "podman inspect --format '" + format + "' " + id())
                    .strip();
        }

        private String id() throws Exception {
            return engine.run(unpacked, "podman ps --all --quiet --filter label=com.docker.compose.service=" + service)
                    .strip();
        }

        /** Whether its health check succeeds. */
        boolean healthy() throws Exception {
            return engine.attempt(unpacked, "podman healthcheck run " + id()).exit() == 0;
        }

        void awaitHealth() {
            patiently().until(this::healthy);
        }

        /** Kills its first process, as no command of docker-compose does. */
        void crash() throws Exception {
            String before = inspect("{{.State.Pid}}");

            engine.run(unpacked, "kill -KILL " + before);

            patiently().until(() -> {
                String now = inspect("{{.State.Pid}}");
                return !now.equals(before) && !now.equals("0");
            });
        }

        /** Sends a signal to what its init process has started. */
        void signal(String name) throws Exception {
            engine.run(unpacked, "pkill -" + name + " -P " + inspect("{{.State.Pid}}"));
        }

        /** No root, no capability, no way to one, nothing to write in but what is mounted, and the limits of the file. */
        void mayDoNothingElse(String file) throws Exception {
            sh("test $(id -u) -ne 0");
            sh("! touch /x && ! touch " + file);
            sh("grep --quiet \"CapBnd:.*0000000000000000\" /proc/self/status");
            sh("grep --quiet \"NoNewPrivs:.*1\" /proc/self/status");
            assertThat(inspect("{{.HostConfig.Memory}} {{.HostConfig.PidsLimit}} {{.HostConfig.ReadonlyRootfs}}"))
                    .matches("[1-9][0-9]{8,} [1-9][0-9]+ true");
        }
    }
}
