// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import nl.digipoort.james.server.Distribution;
import nl.digipoort.james.server.Outcome;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Each command for operators by the script, against a real server that is found by its home alone. */
@ExtendWith(SharedGateway.class)
class CommandsIT {
    private static final Pattern CHECK = Pattern.compile("\"componentName\":\"([^\"]+)\"");
    private static final String TIME = "\"20[0-9T:.-]+Z\"";

    private final TestGateway gateway;
    private Account account;

    @TempDir
    private Path scratch;

    CommandsIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @BeforeEach
    void makeAnAccount() throws Exception {
        account = gateway.newAccount();
    }

    @Test
    void showsTheServerAtAGlance() throws Exception {
        assertThat(ask("status").printed())
                .contains("\nlisteners    ")
                .contains("localhost:" + gateway.process().pop3Port())
                .contains("\nconnections  POP3 ")
                .contains("\ncertificate  CN=localhost")
                .doesNotContain("not known");
        assertThat(ask("status", "--json").printed())
                .startsWith("{\"url\":\"http://127.0.0.1:")
                .contains("\"server\":{\"version\":\"", "\"health\":{\"status\":\"", "\"loginsOfTheLastHour\":{");
        assertThat(ask("version", "--json").good())
                .matches("\\{\"commandLine\":\"([^\"]+)\",\"server\":\\{\"version\":\"\\1\",.*}\n");
    }

    @Test
    void hasTheHealthChecksOfTheSample() throws Exception {
        String page = Files.readString(Distribution.project().resolve("docs/operate/commands.md"));
        String sample = page.substring(page.indexOf("\nhealth "), page.indexOf("\nlisteners "))
                .replaceAll("\\s+", " ");

        List<String> checks = CHECK.matcher(gateway.webAdmin().get("/healthcheck"))
                .results()
                .map(check -> check.group(1))
                .toList();

        assertThat(checks).contains("Digipoort POP3").allMatch(sample::contains);
    }

    @Test
    void showsASessionAndEndsItByBreakingItsLock() throws Exception {
        try (Pop3Client client = gateway.loggedIn(account)) {
            assertThat(ask("sessions").good()).contains(account.user() + "  127.0.0.1  ");
            assertThat(ask("locks", "--json").good())
                    .contains("\"user\":\"" + account.user() + "\",\"kind\":\"session\"");
            RealClient.Ended unasked = ask("break", account.user());
            assertThat(unasked.exit()).isEqualTo(2);
            assertThat(unasked.printed()).contains("it takes --yes");

            assertThat(ask("break", account.user(), "--yes").good())
                    .startsWith(account.user() + ": broken, session of 127.0.0.1");

            assertThat(client.command("NOOP")).startsWith("-ERR [SYS/TEMP]");
        }
        RealClient.Ended again = ask("break", account.user(), "--yes");
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.printed())
                .isEqualTo("digipoort: break: There is no lock on the maildrop of " + account.user() + "\n");
    }

    @Test
    void showsEverythingOnAnAccountAndChangesItsLimitsAndItsRecord() throws Exception {
        assertThat(ask("limits", account.user(), "loginDelay=7").good())
                .contains("loginDelay      7          for this account");
        assertThat(ask("record", account.user(), "delete").good()).isEqualTo(account.user() + ": none\n");
        assertThat(saying(account.password() + "\n", "record", account.user(), "set", "--json")
                        .good())
                .matches("\\{\"user\":\"" + account.user()
                        + "\",\"usable\":true,\"scram\":true,\"state\":\"usable\",\"realm\":\"[^\"]+\","
                        + "\"createdAt\":" + TIME
                        + ",\"keyId\":\"[0-9a-f]{8}\"}\n");

        assertThat(ask("policy", account.user(), "leastTls=TLSv1.3").good())
                .containsPattern("leastTls +TLSv1\\.3 +for this account");
        assertThat(ask("policy", account.user(), "leastTls=", "--json").good()).contains("\"exceptions\":{}");

        assertThat(ask("account", account.user()).good())
                .contains("account         " + account.user())
                .contains("record          usable, made 20")
                .contains("exceptions      loginDelay=7");
        assertThat(ask("limits", account.user(), "loginDelay=", "--json").good())
                .contains("\"exceptions\":{}");
        assertThat(ask("account", "nobody@" + TestGateway.DOMAIN).exit()).isEqualTo(1);
    }

    @Test
    void showsWhoUsesWhatShouldBeLeftBehind() throws Exception {
        gateway.loggedIn(account).close();

        assertThat(ask("uses", account.user()).good())
                .containsPattern("\nUSER +" + TIME.replace("\"", "") + " ")
                .contains("every login without clear-password");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        ask("uses", "--still-needs", "clear-password", "--csv").good())
                .startsWith("\"account\",\"still needs\",")
                .contains("\r\n\"" + account.user() + "\",\"clear-password\",\"\",\"20"));
        assertThat(ask("uses", "--use", "md5").printed())
                .startsWith("digipoort: uses: The query use must be one of clear-password, DIGEST-MD5, ");
    }

    @Test
    void searchesTheAuditTrailOfTheServer() throws Exception {
        gateway.loggedIn(account).close();

        assertThat(ask("audit", "search", "--account", account.user()).good())
                .containsPattern("Z +login +OK +" + account.user() + " +127\\.0\\.0\\.1 +USER ");
        assertThat(ask("audit", "search", "--account", account.user(), "--digest", "none")
                        .printed())
                .startsWith("digipoort: audit: The query sha256 must be 64 hexadecimal digits");
        assertThat(ask("audit", "verify", "--key", "none").good()).contains(" holds");
    }

    @Test
    void showsHeldMailAndCertificates() throws Exception {
        assertThat(ask("held", account.user(), "--json").good()).isEqualTo("[]\n");
        assertThat(ask("release", account.user()).printed())
                .isEqualTo("digipoort: release: No delivery is held for " + account.user() + "\n");
        assertThat(ask("tls").good()).contains("CN=localhost,O=self-signed by digipoort");
        assertThat(ask("tls", "reload", "--json").good()).startsWith("{\"provider\":\"");
    }

    @Test
    void logsInByEachMechanismThatIsOffered() throws Exception {
        Path password = Files.writeString(scratch.resolve("password"), account.password() + "\n");
        String[] test = {
            "login-test",
            "--host",
            "localhost",
            "--port",
            Integer.toString(gateway.process().pop3Port()),
            "--user",
            account.user(),
            "--cacert",
            gateway.certificate()
        };

        String byStls =
                script("", with(test, "--password-file", password.toString())).good();
        RealClient.Ended wrong = script("another\n", with(test, "--json"));

        assertThat(byStls)
                .contains("begun by STLS", "CN=localhost")
                .containsPattern("DIGEST-MD5 +yes")
                .containsPattern("PLAIN +yes")
                .containsPattern("LOGIN +yes")
                .containsPattern("USER +yes");
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.printed())
                .contains("\"begun\":\"by STLS\"")
                .contains("{\"mechanism\":\"PLAIN\",\"worked\":false,\"answer\":\"-ERR [AUTH] ")
                .doesNotContain("true");
    }

    @Test
    void findsNothingInAHomeAsItWasMadeAndCompletesItself() throws Exception {
        assertThat(ask("check").good()).isEqualTo("nothing is missing or contradicting\n");

        Path distributed = scratch.resolve("distributed");
        Outcome withoutPassword = Outcome.of("run", "--assembly=distributed", "--home", distributed.toString());
        assertThat(withoutPassword.exit()).isEqualTo(2);
        assertThat(withoutPassword.stderr()).contains("cassandra.password has no value");
        assertThat(script("", List.of("check", "--home", distributed.toString()))
                        .good())
                .isEqualTo("nothing is missing or contradicting\n");

        assertThat(script("", List.of("completion", "bash")).good())
                .isEqualTo(Files.readString(Distribution.project().resolve("command-line/share/digipoort.bash")));
    }

    @Test
    void takesTheServerAndItsTokenFromTheEnvironment() throws Exception {
        String url = "http://127.0.0.1:" + gateway.process().webadminPort();
        Path token = Files.writeString(scratch.resolve("token"), "not-the-token-of-this-server-but-as-long\n");

        RealClient.Ended refused = in(
                        scratch, "", Map.of("DIGIPOORT_URL", url, "DIGIPOORT_TOKEN_FILE", token.toString()))
                .attempt(script(), "locks");
        RealClient.Ended lost = in(scratch, "", Map.of()).attempt(script(), "locks", "--url", "http://127.0.0.1:1");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.printed()).startsWith("digipoort: locks: ").endsWith(" (--token-file FILE)\n");
        assertThat(lost.exit()).isEqualTo(1);
        assertThat(lost.printed())
                .isEqualTo("digipoort: locks: http://127.0.0.1:1 cannot be reached: Connection refused\n");
    }

    private RealClient.Ended ask(String... arguments) throws Exception {
        return saying("", arguments);
    }

    private RealClient.Ended saying(String input, String... arguments) throws Exception {
        return script(input, with(arguments, "--home", gateway.process().home().toString()));
    }

    private RealClient.Ended script(String input, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script()));
        command.addAll(arguments);
        return in(scratch, input, Map.of()).attempt(command.toArray(String[]::new));
    }

    private static List<String> with(String[] arguments, String... more) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return all;
    }

    private static RealClient in(Path scratch, String input, Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        return RealClient.in(scratch).saying(input).with(variables);
    }

    private static String script() {
        return Distribution.directory().resolve("bin/digipoort").toString();
    }
}
