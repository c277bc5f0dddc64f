// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.digipoort.james.server.Distribution;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.Outcome;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opens homes of earlier versions with the server of today, by the commands of docs/operate/upgrade.md. */
class UpgradeIT {
    private static final Account ANNA = new Account("anna@example.org", "Secret.anna");
    private static final Account BOB = new Account("bob@example.org", "Secret.bob");
    private static final Account CARLA = new Account("carla@example.org", "Secret.carla");

    private static final String OF_24_NOVEMBER = "2026-11-24-stopped";
    private static final String OF_28_NOVEMBER = "2026-11-28-killed";
    private static final String OF_30_NOVEMBER = "2026-11-30-killed";

    private static final String CONFIGURATION = "/healthcheck/checks/Digipoort%20configuration";
    private static final String MAILDROPS = "/healthcheck/checks/Digipoort%20maildrops";
    private static final Pattern SCRIPT = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {OF_30_NOVEMBER, "2026-11-30-stopped", "2026-11-30b-killed"})
    void keepsMailUniqueIdsRecordsLimitsAndWhatWaited(String name) throws Exception {
        EarlierHome home = EarlierHome.unpack(name, scratch);
        Path audit = home.directory().resolve("var/audit");
        String trail = contents(audit);
        assertThat(trail).isNotEmpty();
        run("cp -R new/conf/.");

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home.directory()))) {
            assertThat(gateway.webAdmin().get(CONFIGURATION)).contains("\"status\":\"healthy\"");
            handsOutWhatAnnaHad(gateway, home);
            gateway.awaitMessages(BOB, 3);
            assertThat(subjects(gateway, BOB)).containsExactly("bob-1", "bob-2", "bob-3");
            assertThat(gateway.uniqueIds(BOB).get(0)).isEqualTo(uniqueId(home.uniqueIds("bob")));
            keepsLimitsAndLastUse(gateway, home);
            assertThat(contents(audit)).contains(trail).hasSizeGreaterThan(trail.length());
        }
    }

    /** It had neither a lock nor an audit trail nor limits. */
    @Test
    void bringsAHomeWithLocalDeliveryUnderTheLock() throws Exception {
        EarlierHome home = EarlierHome.unpack(OF_24_NOVEMBER, scratch);
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home.directory()))) {
            assertThat(scratch.resolve("home.stderr"))
                    .content()
                    .contains("mailetcontainer.xml: the mailet LocalDelivery puts mail into a maildrop while a session")
                    .contains("smtpserver.xml: nothing receives mail; write <digipoort enabled=\"true\">")
                    .contains("webadmin.properties: ")
                    .contains("healthcheck.properties: ")
                    .contains("var/store/activemq: ");
            handsOutWhatAnnaHad(gateway, home);
        }
        run("cp -R new/conf/.");

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home.directory()))) {
            run("rm -r home/var/store/activemq");
            assertThat(gateway.webAdmin().get(CONFIGURATION)).contains("\"status\":\"healthy\"");
            handsOutWhatAnnaHad(gateway, home);
            assertThat(subjects(gateway, BOB)).containsExactlyInAnyOrder("bob-1", "bob-2", "bob-3");
        }
    }

    /** Its held mail was in a mail repository. */
    @Test
    void namesAcceptedMailThatIsInNoMaildropAndBringsItInOnDemand() throws Exception {
        EarlierHome home = EarlierHome.unpack(OF_28_NOVEMBER, scratch);
        assertRefused(
                start(home),
                "pop3server.xml: digipoort.immediateTls.unknownGrace is not supported any more; use grace");
        run("cp -R new/conf/.");

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home.directory()))) {
            handsOutWhatAnnaHad(gateway, home);
            keepsLimitsAndLastUse(gateway, home);
            assertThat(gateway.webAdmin().get(CONFIGURATION))
                    .contains("\"status\":\"unhealthy\"")
                    .contains("var/mail/held: mails that an earlier version accepted and that are in no maildrop: 2")
                    .contains("var/store/activemq: ");
            assertThat(subjects(gateway, BOB)).containsExactly("bob-1");

            String page = page();
            String reprocess =
                    "/mailRepositories/var%2Fmail%2Fheld/mails?action=reprocess&queue=spool&processor=transport";
            assertThat(page).contains("webadmin -X PATCH \"$server" + reprocess + "\"");
            assertThat(gateway.webAdmin().send("PATCH", reprocess, "").statusCode())
                    .isEqualTo(201);
            run("rm -r home/var/store/activemq");

            gateway.awaitMessages(BOB, 3);
            assertThat(subjects(gateway, BOB)).containsExactlyInAnyOrder("bob-1", "bob-2", "bob-3");
            assertThat(gateway.webAdmin().get(CONFIGURATION)).contains("\"status\":\"healthy\"");
        }
    }

    @Test
    void namesTheRoutesOfAnEarlierVersionThatAreGone() throws Exception {
        EarlierHome home = EarlierHome.unpack(OF_30_NOVEMBER, scratch);

        assertRefused(
                start(home),
                "webadmin.properties: extensions.routes has nl.digipoort.james.admin.CredentialRoutes, the class of an"
                        + " earlier version; allowed: of ours only nl.digipoort.james.admin.DigipoortRoutes");
    }

    @Test
    void speaksOfTheConfigurationWhereTheFileOfHealthChecksIsAnEarlierOne() throws Exception {
        EarlierHome home = EarlierHome.unpack("2026-11-30b-killed", scratch);

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home.directory()))) {
            // held mail, which the home has, is spoken of first
            await().untilAsserted(
                            () -> assertThat(gateway.webAdmin().get(MAILDROPS))
                                    .contains("\"status\":\"degraded\"")
                                    .contains(
                                            "add to additional.healthchecks: nl.digipoort.james.admin.Pop3HealthCheck,"
                                                    + "nl.digipoort.james.admin.ClockHealthCheck,nl.digipoort.james.admin.ConfigurationHealthCheck"));
        }
    }

    /** The first login is by DIGEST-MD5, so record and key are there. */
    private static void handsOutWhatAnnaHad(TestGateway gateway, EarlierHome home) throws IOException {
        try (Pop3Client client = gateway.secured()) {
            assertThat(new DigestMd5Login(ANNA.user(), ANNA.password()).on(client))
                    .startsWith("+OK");
            assertThat(client.command("UIDL")).startsWith("+OK");
            assertThat(client.readLines()).isEqualTo(home.uniqueIds("anna"));
            for (int number : List.of(1, 2)) {
                assertThat(client.command("RETR " + number)).startsWith("+OK");
                assertThat(client.readBody()).isEqualTo(home.message("anna-" + (number + 1)));
            }
            assertThat(client.command("QUIT")).startsWith("+OK");
        }
    }

    private static void keepsLimitsAndLastUse(TestGateway gateway, EarlierHome home) throws Exception {
        assertThat(home.hasLimits()).isTrue();
        assertThat(gateway.webAdmin().get("/digipoort/limits/" + CARLA.user())).isEqualTo(home.limits());
        assertThat(gateway.webAdmin().get("/digipoort/maildrops/" + CARLA.user()))
                .contains("\"lastLogin\":{\"at\":\"2026-11-30T");
        try (Pop3Client client = gateway.loggedIn(CARLA)) {
            assertThat(client.command("QUIT")).startsWith("+OK");
        }
        assertThat(TwoNodes.login(gateway, CARLA)).startsWith("-ERR [LOGIN-DELAY]");
    }

    private static List<String> subjects(TestGateway gateway, Account account) throws IOException {
        List<String> subjects = new ArrayList<>();
        try (Pop3Client client = gateway.loggedIn(account)) {
            int count = Integer.parseInt(client.command("STAT").split(" ", -1)[1]);
            for (int number = 1; number <= count; number++) {
                client.command("RETR " + number);
                String text = new String(client.readBody(), StandardCharsets.ISO_8859_1);
                subjects.add(text.lines()
                        .filter(line -> line.startsWith("Subject: "))
                        .map(line -> line.substring("Subject: ".length()))
                        .findFirst()
                        .orElseThrow());
            }
            client.command("QUIT");
        }
        return subjects;
    }

    private static String uniqueId(List<String> lines) {
        return lines.get(0).substring(lines.get(0).indexOf(' ') + 1);
    }

    /** The trail in order: files of earlier days have a date in their names. */
    private static String contents(Path audit) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(audit)) {
            for (Path file : files.sorted().toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private static Outcome start(EarlierHome home) throws Exception {
        return Outcome.of(
                "run",
                "--home",
                home.directory().toString(),
                "--bind=127.0.0.1",
                "--pop3-port=0",
                "--smtp-port=0",
                "--webadmin-port=0",
                "--jmx-port=0");
    }

    private static void assertRefused(Outcome outcome, String complaint) {
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.stderr()).contains(complaint);
        assertThat(outcome.stderr().lines()).hasSize(1);
    }

    /** Runs the one example of the page that begins with these words. */
    private void run(String words) throws Exception {
        List<String> scripts = SCRIPT.matcher(page())
                .results()
                .map((MatchResult found) -> found.group(1))
                .filter(script -> script.startsWith(words))
                .toList();
        assertThat(scripts).hasSize(1);
        RealClient.in(scratch).run("sh", "-euc", scripts.get(0));
    }

    private static String page() throws IOException {
        return Files.readString(Distribution.project().resolve("docs/operate/upgrade.md"));
    }
}
