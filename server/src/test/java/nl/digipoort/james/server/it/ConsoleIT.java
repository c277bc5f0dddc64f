// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nl.digipoort.james.server.Distribution;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.WebAdminClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console in a real Chromium, which the scripts in {@code src/test/console} drive. Each test has a gateway of its own, because
 * the page shows all there is.
 */
class ConsoleIT {
    private static final Path SCRIPTS = Distribution.project().resolve("server/src/test/console");

    /** Of the page as the first test sees it; the one in the documents is a copy. */
    private static final Path SHOT = Distribution.project().resolve("server/target/console.png");

    /** What a stranger may send as a name. */
    private static final String MARKUP = "<img/src=x/onerror=alert(1)>";

    @TempDir
    private Path scratch;

    @BeforeEach
    void needsChromium() throws Exception {
        assumeTrue(
                Files.isDirectory(SCRIPTS.resolve("node_modules")) || "true".equals(System.getenv("CI")),
                "for this, run npm ci in server/src/test/console first");
        RealClient.in(scratch).where("node", "--version").where("chromium", "--version");
    }

    @Test
    void showsWhatThereIsAndDoesWhatAnOperatorWants() throws Exception {
        Path home = ChangedConfiguration.home(
                scratch.resolve("home"), "<sweepInterval>5</sweepInterval>", "<sweepInterval>3600</sweepInterval>");
        ChangedConfiguration.change(home, "<longestDelay>10</longestDelay>", "<longestDelay>0</longestDelay>");
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            Account locked = gateway.newAccount();
            Account digest = gateway.newAccount();
            fetchByDigestMd5UnderTls12(gateway, digest);
            guess(gateway, MARKUP);
            try (Pop3Client session = gateway.loggedIn(locked)) {
                refusedAsInUse(gateway, locked);
                deliver(gateway, locked, 2);

                drive(
                        "operator.mjs",
                        url(gateway.process()),
                        token(gateway.process()),
                        "locked=" + locked.user(),
                        "digest=" + digest.user(),
                        "tried=" + MARKUP,
                        "shot=" + SHOT);

                assertThat(session.command("NOOP"))
                        .isEqualTo("-ERR [SYS/TEMP] The maildrop lock was lost, no message was removed");
            }
            assertThat(gateway.list(locked)).hasSize(2);
        }
        assertThat(SHOT).isNotEmptyFile();
    }

    @Test
    void asksForTheTokenOfItsFile() throws Exception {
        try (EmbeddedGateway process = EmbeddedGateway.start(scratch.resolve("home"))) {
            drive("token.mjs", url(process), token(process));
        }
    }

    private static String token(EmbeddedGateway process) throws Exception {
        return "token=" + WebAdminClient.authorization(process.home().resolve("conf"))[1].substring("Bearer ".length());
    }

    @Test
    void asksForATokenOfJamesWhereItsOwnCheckIsOn() throws Exception {
        Path home = ChangedConfiguration.unchanged(scratch.resolve("home"));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        askForTokens(home, keys);
        try (EmbeddedGateway process = EmbeddedGateway.start(home)) {
            drive("token.mjs", url(process), "token=" + token(keys));
        }
    }

    @Test
    void letsNoPageOfAStrangerTakeAnAccountOver() throws Exception {
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(scratch.resolve("home")))) {
            Account victim = gateway.newAccount();
            Account thief = gateway.newAccount();
            gateway.append(victim, "Subject: a\r\n\r\nHello.\r\n");
            Map<String, String> before = whatCanBeTakenOver(gateway);

            drive("takeover.mjs", url(gateway.process()), "victim=" + victim.user(), "thief=" + thief.user());

            assertThat(whatCanBeTakenOver(gateway)).isEqualTo(before);
            assertThat(gateway.list(victim)).hasSize(1);
            assertThat(gateway.list(thief)).isEmpty();
            assertThat(gateway.process().home().resolve("var/audit/digipoort-audit.jsonl"))
                    .content()
                    .contains("\"event\":\"login\"")
                    .doesNotContainPattern("\"event\":\"administration[^\n]*\"act\":\"(?!cli\")");
        }
    }

    private static Map<String, String> whatCanBeTakenOver(TestGateway gateway) throws Exception {
        Map<String, String> answers = new TreeMap<>();
        for (String path : List.of("/users", "/domains", "/mappings", "/tasks", "/digipoort/limits")) {
            answers.put(path, gateway.webAdmin().get(path));
        }
        return answers;
    }

    private void drive(String script, String url, String... told) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("node", SCRIPTS.resolve(script).toString(), url));
        command.addAll(List.of(told));
        RealClient.in(scratch).run(command.toArray(String[]::new));
    }

    private static String url(EmbeddedGateway process) {
        return "url=http://127.0.0.1:" + process.webadminPort() + "/digipoort/console";
    }

    private void fetchByDigestMd5UnderTls12(TestGateway gateway, Account account) throws Exception {
        gateway.append(account, "Subject: a\r\n\r\nHello.\r\n");
        String url = "pop3://localhost:" + gateway.pop3().getPort() + "/1";
        RealClient.curl(
                gateway,
                account,
                url,
                scratch.resolve("fetched"),
                "--login-options",
                "AUTH=DIGEST-MD5",
                "--tls-max",
                "1.2");
    }

    private static void guess(TestGateway gateway, String name) throws Exception {
        try (Pop3Client stranger = gateway.secured()) {
            stranger.command("USER " + name);
            assertThat(stranger.command("PASS wrong")).startsWith("-ERR [AUTH]");
        }
    }

    private static void refusedAsInUse(TestGateway gateway, Account account) throws Exception {
        try (Pop3Client second = gateway.secured()) {
            second.command("USER " + account.user());
            assertThat(second.command("PASS " + account.password())).startsWith("-ERR [IN-USE]");
        }
    }

    private static void deliver(TestGateway gateway, Account account, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            String mail = "Message-ID: <console-" + i + "@example.com>\r\nSubject: mail " + i + "\r\n\r\nHello.\r\n";
            try (SmtpClient agency = new SmtpClient(gateway.process().smtpPort())) {
                assertThat(agency.deliver(mail.getBytes(US_ASCII), account.user()))
                        .startsWith("250 ");
            }
        }
        WebAdminClient webAdmin = gateway.webAdmin();
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(
                        webAdmin.get("/digipoort/held/" + account.user()).split("\"sequence\":", -1))
                .hasSize(count + 1));
    }

    private static void askForTokens(Path home, KeyPair keys) throws Exception {
        Path file = home.resolve("conf/webadmin.properties");
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        Files.writeString(home.resolve("conf/webadmin-token.pem"), pem);
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "jwt.enabled=false",
                                "jwt.enabled=true\njwt.publickeypem.url=file://conf/webadmin-token.pem"));
    }

    /** Of an administrator. */
    private static String token(KeyPair keys) throws Exception {
        String signed = base64("{\"alg\":\"RS256\"}".getBytes(UTF_8)) + "."
                + base64("{\"sub\":\"operator\",\"admin\":true}".getBytes(UTF_8));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(signed.getBytes(UTF_8));
        return signed + "." + base64(signature.sign());
    }

    private static String base64(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
