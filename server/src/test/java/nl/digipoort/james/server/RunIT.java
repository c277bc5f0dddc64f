// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that runs: what it says, where it listens, what it keeps secret. */
class RunIT {
    @TempDir
    static Path scratch;

    private static Path home;
    private static EmbeddedGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        home = scratch.resolve("home");
        gateway = EmbeddedGateway.start(home);
        gateway.cli("AddDomain", "example.org");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void saysOnceWhereItListensAndNothingElseOnStdout() {
        assertThat(gateway.readyLine())
                .matches("digipoort ready pop3=127\\.0\\.0\\.1:\\d+ smtp=127\\.0\\.0\\.1:\\d+"
                        + " webadmin=127\\.0\\.0\\.1:\\d+ jmx=127\\.0\\.0\\.1:\\d+");
        assertThat(gateway.stdout()).containsExactly(gateway.readyLine());
    }

    @Test
    void saysWhereTheTokenIsAndNowhereWhatItIs() throws Exception {
        Path tokens = home.resolve("conf/digipoort-webadmin.tokens");
        String token = Files.readString(tokens).strip().substring("admin ".length());

        assertThat(scratch.resolve("home.stderr"))
                .content()
                .contains("/digipoort/console, ask for the token in " + tokens)
                .doesNotContain(token);
        assertThat(home.resolve("var/log/digipoort.log")).content().doesNotContain(token);
    }

    @Test
    void takesCommandsOfTheJamesCli() throws Exception {
        Outcome added = gateway.cli("AddUser", "cli@example.org", "-secret with a dash");

        assertThat(added.exit()).isZero();
        assertThat(gateway.cli("ListUsers").stdout()).contains("cli@example.org");
    }

    @Test
    void refusesMailForStrangersAndForElsewhere() throws Exception {
        try (SmtpClient client = new SmtpClient(gateway.smtpPort())) {
            client.send("MAIL FROM:<agency@example.com>");

            assertThat(client.send("RCPT TO:<nobody@example.org>")).startsWith("550 ");
            assertThat(client.send("RCPT TO:<someone@example.com>")).startsWith("550 ");
        }
    }

    @Test
    void offersNoLoginBySmtp() throws Exception {
        try (SmtpClient client = new SmtpClient(gateway.smtpPort())) {
            assertThat(client.send("AUTH PLAIN AGNsaQBzZWNyZXQ=")).startsWith("5");
        }
    }

    @Test
    void listensOnLoopbackOnlyForAdministrationAndOnNoPortBesides() throws Exception {
        gateway.cli("ListUsers");

        Set<ListeningSockets.Listening> sockets = ListeningSockets.of(gateway.pid());

        assertThat(sockets).extracting("onLoopback").containsOnly(true);
        assertThat(sockets)
                .extracting("port")
                .contains(gateway.webadminPort(), gateway.jmxPort(), gateway.smtpPort(), gateway.pop3Port());
        assertThat(sockets)
                .as("the RMI object is the only socket that has no name")
                .hasSize(5);
    }

    @Test
    void keepsEverySecretFromOtherUsers() throws Exception {
        for (String secret :
                Set.of("jmxremote.password", "digipoort-credential.key", "digipoort-audit.key", "tls/private.key")) {
            assertThat(Files.getPosixFilePermissions(home.resolve("conf").resolve(secret)))
                    .as(secret)
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        }
        assertThat(Files.getPosixFilePermissions(home.resolve("var")))
                .containsExactlyInAnyOrder(
                        PosixFilePermission.OWNER_READ,
                        PosixFilePermission.OWNER_WRITE,
                        PosixFilePermission.OWNER_EXECUTE);
    }

    @Test
    void letsNoPageInABrowserAdministerIt() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + gateway.webadminPort() + "/domains"))
                .header("Origin", "https://page.example")
                .headers(WebAdminClient.authorization(home.resolve("conf")))
                .build();

        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void writesNoPasswordIntoItsLog() throws Exception {
        String jmx = Files.readString(home.resolve("conf/jmxremote.password"))
                .strip()
                .split(" ", 2)[1];
        String key =
                Files.readString(home.resolve("conf/digipoort-credential.key")).strip();
        String token = WebAdminClient.authorization(home.resolve("conf"))[1].substring("Bearer ".length());
        gateway.cli("AddUser", "logged@example.org", "first-Secret.1");
        gateway.cli("SetPassword", "logged@example.org", "second-Secret.2");
        gateway.cli("AddUser", "nobody@elsewhere.example", "third-Secret.3");

        assertThat(Files.readString(home.resolve("var/log/digipoort.log")))
                .contains("Starting nl.digipoort.james.module.DigipoortStartable")
                .contains("WebAdmin asks for a token; those that it takes are in "
                        + home.resolve("conf/digipoort-webadmin.tokens"))
                .doesNotContain(jmx, key, token, "first-Secret.1", "second-Secret.2", "third-Secret.3");
    }

    @Test
    void deliversMailIntoTheMaildrop() throws Exception {
        gateway.cli("AddUser", "mail@example.org", "secret");

        String promise = SmtpClient.deliver(gateway.smtpPort(), "mail@example.org", "one");

        assertThat(promise).startsWith("250 ");
        WebAdminClient webadmin = gateway.webAdmin();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(webadmin.messagesOf("mail@example.org"))
                .isEqualTo("1"));
    }

    @Test
    void keepsTheExtensionOffTheClassPath() throws IOException {
        try (Stream<Path> jars = Files.list(Distribution.directory().resolve("lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .noneMatch(name -> name.contains("extension-0"))
                    .noneMatch(name -> name.startsWith("digipoort-james-extension"));
        }
        assertThat(home.resolve("extensions-jars/digipoort-james-extension.jar"))
                .exists();
    }
}
