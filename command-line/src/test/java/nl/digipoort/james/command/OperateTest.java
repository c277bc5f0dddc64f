// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nl.digipoort.james.command.json.Json;
import nl.digipoort.james.command.line.Terminal;
import nl.digipoort.james.command.webadmin.FakeWebAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that ask a server, against one that answers as the documents of WebAdmin say. */
class OperateTest {
    private static final String LOCK =
            "{\"user\":\"bob@example.org\",\"kind\":\"session\",\"client\":\"192.0.2.7\",\"mail\":null,"
                    + "\"node\":\"4711@pop3\",\"state\":\"held\",\"since\":\"2026-11-24T12:34:56.789Z\","
                    + "\"heldSeconds\":3725,\"leftSeconds\":48,\"fence\":7}";
    private static final String DELIVERY =
            "{\"user\":\"anna@example.org\",\"kind\":\"delivery\",\"client\":null,\"mail\":\"Mail7\","
                    + "\"node\":\"4711@pop3\",\"state\":\"held\",\"since\":\"2026-11-24T12:34:56.789Z\","
                    + "\"heldSeconds\":1,\"leftSeconds\":59,\"fence\":12}";
    private static final String LOCKS = "[" + LOCK + "," + DELIVERY + "]";
    private static final String HELD =
            "[{\"user\":\"bob@example.org\",\"count\":2,\"oldestHeldAt\":\"2026-11-24T12:34:56.789Z\",\"heldSeconds\":61}]";
    private static final String RECORD =
            "{\"user\":\"bob@example.org\",\"usable\":true,\"state\":\"usable\",\"realm\":\"digipoort.local\","
                    + "\"createdAt\":\"2026-11-24T12:34:56.789Z\",\"keyId\":\"66687aad\"}";
    private static final String NO_RECORD =
            "{\"user\":\"bob@example.org\",\"usable\":false,\"state\":\"none\",\"realm\":null,\"createdAt\":null,\"keyId\":null}";
    private static final String LIMITS =
            "{\"user\":\"bob@example.org\",\"limits\":{\"loginDelay\":60,\"retention\":\"never\"},\"exceptions\":{\"loginDelay\":60}}";
    private static final String TLS = "{\"provider\":\"native\",\"providerReason\":\"it"
            + " fits\",\"certificates\":[{\"subject\":\"CN=pop3.example.org\",\"issuer\":\"CN=R11\",\"keyAlgorithm\":\"RSA"
            + " 2048\",\"notBefore\":\"2026-11-01T00:00:00Z\","
            + "\"notAfter\":\"2027-01-30T00:00:00Z\",\"daysLeft\":66,\"sha256\":\"7b8b\"}],"
            + "\"loadedAt\":\"2026-11-24T12:34:56Z\",\"lookedAt\":\"2026-11-24T13:00:06Z\",\"problem\":null}";

    private static final String HEALTHY =
            "{\"status\":\"healthy\",\"checks\":[{\"componentName\":\"Guice\",\"status\":\"healthy\",\"cause\":null}]}";

    @TempDir
    Path directory;

    private RecordedTerminal recorded = new RecordedTerminal();
    private FakeWebAdmin server;

    @BeforeEach
    void start() throws Exception {
        server = FakeWebAdmin.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void showsLocksInAlignedColumns() throws Exception {
        server.on("GET /digipoort/locks", 200, LOCKS);

        assertThat(run("locks")).isZero();
        assertThat(recorded.out().lines())
                .containsExactly(
                        "ACCOUNT           KIND      HOLDER     NODE       STATE  AGE        LEFT  FENCE",
                        "bob@example.org   session   192.0.2.7  4711@pop3  held   1 h 2 min  48 s  7",
                        "anna@example.org  delivery  Mail7      4711@pop3  held   1 s        59 s  12");
    }

    @Test
    void letsNoServerSteerTheTerminal() throws Exception {
        server.on("GET /digipoort/held", 200, HELD.replace("bob@", "\\u001b[2J\\n@"));

        assertThat(run("held")).isZero();
        assertThat(recorded.out()).contains("?[2J?@example.org").doesNotContain("\u001b");
    }

    @Test
    void letsNoServerSteerTheTerminalInASentence() throws Exception {
        server.on("GET /digipoort/tls", 200, TLS.replace("\"problem\":null", "\"problem\":\"\\u001b[2J\""))
                .on("GET /digipoort/credentials/bob@example.org", 200, NO_RECORD.replace("bob@", "\\u001b[2J@"));

        assertThat(run("tls")).isZero();
        assertThat(run("record", "bob@example.org")).isZero();
        assertThat(recorded.out())
                .contains("changed files are refused: ?[2J\n")
                .contains("?[2J@example.org: none\n")
                .doesNotContain("\u001b");
    }

    @Test
    void writesUtf8InEveryLocale() throws Exception {
        server.on("GET /digipoort/held", 200, HELD.replace("bob@", "zo\\u00eb@"));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "held",
                "--url",
                server.url(),
                "--token-file",
                Files.writeString(directory.resolve("tokens"), FakeWebAdmin.TOKEN)
                        .toString());
        builder.environment().put("LC_ALL", "C");

        Process process = builder.start();

        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).contains("zo\u00eb@example.org");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void showsOfTheLocksThoseOfSessionsAsSessions() throws Exception {
        server.on("GET /digipoort/locks", 200, LOCKS);

        assertThat(run("sessions", "--json")).isZero();
        assertThat(recorded.out()).isEqualTo("[" + LOCK + "]\n");
    }

    @Test
    void breaksTheLockThatItShowedAfterAYes() throws Exception {
        server.on("GET /digipoort/locks/bob@example.org", 200, LOCK)
                .on("DELETE /digipoort/locks/bob@example.org?fence=7", 204, "");

        assertThat(run(recorded.typing("y\n"), "break", "bob@example.org")).isZero();
        assertThat(recorded.err())
                .isEqualTo("bob@example.org: session of 192.0.2.7 on 4711@pop3, held for 1 h 2 min, fence 7."
                        + " Break it? [y/N] ");
        assertThat(recorded.out()).startsWith("bob@example.org: broken, session of 192.0.2.7");
        assertThat(server.requests()).endsWith("DELETE /digipoort/locks/bob@example.org?fence=7");
    }

    @Test
    void breaksNothingWithoutAYes() throws Exception {
        server.on("GET /digipoort/locks/bob@example.org", 200, LOCK);

        assertThat(run(recorded.typing("\n"), "break", "bob@example.org")).isEqualTo(1);
        assertThat(run("break", "bob@example.org")).isEqualTo(2);

        assertThat(recorded.err()).contains("nobody can be asked here, so it takes --yes");
        assertThat(server.requests()).containsExactly("GET /digipoort/locks/bob@example.org");
    }

    @Test
    void breaksWithoutAQuestionWhereItIsTold() throws Exception {
        server.on("GET /digipoort/locks/bob@example.org", 200, LOCK)
                .on("DELETE /digipoort/locks/bob@example.org?fence=7", 204, "");

        assertThat(run("break", "bob@example.org", "--yes", "--json")).isZero();
        assertThat(recorded.out()).isEqualTo(LOCK + "\n");
    }

    @Test
    void showsForWhomMailIsHeldAndReleasesIt() throws Exception {
        server.on("GET /digipoort/held", 200, HELD).on("POST /digipoort/held/bob@example.org?action=release", 204, "");

        assertThat(run("held")).isZero();
        assertThat(run("release", "bob@example.org")).isZero();

        assertThat(recorded.out().lines())
                .containsExactly(
                        "ACCOUNT          MAILS  OLDEST                    AGE",
                        "bob@example.org  2      2026-11-24T12:34:56.789Z  1 min 1 s",
                        "bob@example.org: none of its mail is held any more");
    }

    @Test
    void saysInOneLineWhyTheServerReleasesNothing() throws Exception {
        server.on(
                "POST /digipoort/held/bob@example.org?action=release",
                409,
                "{\"statusCode\":409,\"type\":\"WrongState\",\"message\":\"The maildrop of bob@example.org is in use\","
                        + "\"details\":null}");

        assertThat(run("release", "bob@example.org")).isEqualTo(1);
        assertThat(recorded.err()).isEqualTo("digipoort: release: The maildrop of bob@example.org is in use\n");
        assertThat(recorded.out()).isEmpty();
    }

    @Test
    void showsEverythingOnOneAccount() throws Exception {
        String maildrop = "{\"user\":\"bob@example.org\",\"messages\":1,\"octets\":412,\"lock\":" + LOCK
                + ",\"lastLogin\":{\"at\":\"2026-11-24T12:34:56.801Z\",\"client\":\"192.0.2.7\"},\"lastRetrieval\":null,"
                + "\"heldDeliveries\":1,\"oldestHeldAt\":\"2026-11-24T12:35:05.123Z\",\"limits\":{\"loginDelay\":60}}";
        server.on("GET /digipoort/maildrops/bob@example.org", 200, maildrop)
                .on("GET /digipoort/credentials/bob@example.org", 200, RECORD)
                .on("GET /digipoort/limits/bob@example.org", 200, LIMITS);

        assertThat(run("account", "bob@example.org")).isZero();
        assertThat(recorded.out().lines())
                .containsExactly(
                        "account         bob@example.org",
                        "maildrop        1 message, 412 octets",
                        "lock            session of 192.0.2.7 on 4711@pop3, held for 1 h 2 min, fence 7",
                        "last login      2026-11-24T12:34:56.801Z from 192.0.2.7",
                        "last retrieval  none known",
                        "held            1 mail, the oldest since 2026-11-24T12:35:05.123Z",
                        "record          usable, made 2026-11-24T12:34:56.789Z for the realm digipoort.local, key"
                                + " 66687aad",
                        "limits          loginDelay=60 retention=never",
                        "exceptions      loginDelay=60");

        recorded = new RecordedTerminal();
        assertThat(run("account", "bob@example.org", "--json")).isZero();
        assertThat(recorded.out())
                .isEqualTo("{\"maildrop\":" + maildrop + ",\"record\":" + RECORD + ",\"limits\":" + LIMITS + "}\n");
    }

    @Test
    void makesARecordOfAPasswordFromStandardInputAndDeletesIt() throws Exception {
        server.on("PUT /digipoort/credentials/bob@example.org", 204, "")
                .on("DELETE /digipoort/credentials/bob@example.org", 204, "")
                .on("GET /digipoort/credentials/bob@example.org", 200, NO_RECORD);

        assertThat(run(recorded.terminal("Secret.\"1\"\n", false), "record", "bob@example.org", "set"))
                .isZero();
        assertThat(run("record", "bob@example.org", "delete")).isZero();
        assertThat(run("record", "bob@example.org", "destroy")).isEqualTo(2);

        assertThat(server.requests())
                .containsExactly(
                        "PUT /digipoort/credentials/bob@example.org {\"password\":\"Secret.\\\"1\\\"\"}",
                        "GET /digipoort/credentials/bob@example.org",
                        "DELETE /digipoort/credentials/bob@example.org",
                        "GET /digipoort/credentials/bob@example.org");
        assertThat(recorded.out()).isEqualTo("bob@example.org: none\n".repeat(2));
        assertThat(recorded.out() + recorded.err()).doesNotContain("Secret");
    }

    @Test
    void takesThePasswordOfARecordFromAFileAndNeverAnEmptyOne() throws Exception {
        server.on("PUT /digipoort/credentials/bob@example.org", 204, "")
                .on("GET /digipoort/credentials/bob@example.org", 200, RECORD);
        Path file = Files.writeString(directory.resolve("password"), "Secret.2\n");

        assertThat(run("record", "bob@example.org", "set", "--password-file", file.toString()))
                .isZero();
        assertThat(run("record", "bob@example.org", "set")).isEqualTo(2);

        assertThat(server.requests().get(0)).endsWith("{\"password\":\"Secret.2\"}");
        assertThat(recorded.err()).contains("there is no password in standard input");
    }

    @Test
    void setsTheLimitsThatAreGivenAndLeavesTheOthers() throws Exception {
        server.on("GET /digipoort/limits/bob@example.org", 200, LIMITS)
                .on("PUT /digipoort/limits/bob@example.org", 204, "");

        assertThat(run("limits", "bob@example.org", "retention=30", "quotaOctets=unlimited"))
                .isZero();
        assertThat(run("limits", "bob@example.org", "loginDelay=")).isZero();

        assertThat(server.requests())
                .contains(
                        "PUT /digipoort/limits/bob@example.org"
                                + " {\"loginDelay\":60,\"retention\":30,\"quotaOctets\":\"unlimited\"}",
                        "PUT /digipoort/limits/bob@example.org {}");
        assertThat(recorded.out().lines().limit(3))
                .containsExactly(
                        "LIMIT       VALUE  SET", "loginDelay  60     for this account", "retention   never  -");
    }

    @Test
    void setsLimitsForAllOnlyWhenToldSo() throws Exception {
        server.on(
                        "GET /digipoort/limits",
                        200,
                        "{\"limits\":{\"loginDelay\":60},\"set\":{\"loginDelay\":60},"
                                + "\"exceptions\":{\"bob@example.org\":{\"loginDelay\":0}}}")
                .on("PUT /digipoort/limits", 204, "");

        assertThat(run("limits", "loginDelay=60")).isEqualTo(2);
        assertThat(run("limits", "--all", "loginDelay=60")).isZero();

        assertThat(server.requests())
                .containsExactly(
                        "GET /digipoort/limits", "PUT /digipoort/limits {\"loginDelay\":60}", "GET /digipoort/limits");
        assertThat(recorded.out()).endsWith("ACCOUNT          EXCEPTIONS\nbob@example.org  loginDelay=0\n");
    }

    @Test
    void setsTheRulesOfAPolicyThatAreGivenAndLeavesTheOthers() throws Exception {
        server.on(
                        "GET /digipoort/policy/bob@example.org",
                        200,
                        "{\"user\":\"bob@example.org\",\"policy\":{\"mechanisms\":[\"PLAIN\",\"DIGEST-MD5\"],"
                                + "\"refusedFrom\":{\"DIGEST-MD5\":\"2027-06-01\"},\"leastTls\":\"TLSv1.3\"},"
                                + "\"exceptions\":{\"mechanisms\":[\"PLAIN\",\"DIGEST-MD5\"],"
                                + "\"refusedFrom\":{\"DIGEST-MD5\":\"2027-06-01\"}}}")
                .on("PUT /digipoort/policy/bob@example.org", 204, "");

        assertThat(run("policy", "bob@example.org", "refusedFrom.PLAIN=never", "clientCertificate=required"))
                .isZero();
        assertThat(run("policy", "bob@example.org", "mechanisms=PLAIN,LOGIN", "refusedFrom.DIGEST-MD5="))
                .isZero();

        assertThat(server.requests())
                .contains(
                        "PUT /digipoort/policy/bob@example.org {\"mechanisms\":[\"PLAIN\",\"DIGEST-MD5\"],"
                                + "\"clientCertificate\":\"required\","
                                + "\"refusedFrom\":{\"DIGEST-MD5\":\"2027-06-01\",\"PLAIN\":\"never\"}}",
                        "PUT /digipoort/policy/bob@example.org {\"mechanisms\":[\"PLAIN\",\"LOGIN\"]}");
        assertThat(recorded.out().lines().limit(4))
                .containsExactly(
                        "RULE                    VALUE             SET",
                        "mechanisms              PLAIN,DIGEST-MD5  for this account",
                        "refusedFrom.DIGEST-MD5  2027-06-01        for this account",
                        "leastTls                TLSv1.3           -");
    }

    @Test
    void setsAPolicyForAllOnlyWhenToldSo() throws Exception {
        server.on(
                        "GET /digipoort/policy",
                        200,
                        "{\"policy\":{},\"set\":{},\"exceptions\":{\"bob@example.org\":{\"mechanisms\":[\"PLAIN\"]}}}")
                .on("PUT /digipoort/policy", 204, "");

        assertThat(run("policy", "leastTls=TLSv1.3")).isEqualTo(2);
        assertThat(run("policy", "--all", "leastTls=TLSv1.3")).isZero();

        assertThat(server.requests()).contains("PUT /digipoort/policy {\"leastTls\":\"TLSv1.3\"}");
        assertThat(recorded.out()).endsWith("ACCOUNT          EXCEPTIONS\nbob@example.org  mechanisms=PLAIN\n");
    }

    @Test
    void showsCertificatesAndHasThemReadAgain() throws Exception {
        server.on("GET /digipoort/tls", 200, TLS).on("POST /digipoort/tls/reload", 200, TLS);

        assertThat(run("tls")).isZero();
        assertThat(run("tls", "reload")).isZero();
        assertThat(run("tls", "renew")).isEqualTo(2);

        assertThat(recorded.out())
                .contains("CN=pop3.example.org  CN=R11  RSA 2048  2027-01-30T00:00:00Z  66 d left  7b8b");
        assertThat(server.requests()).containsExactly("GET /digipoort/tls", "POST /digipoort/tls/reload");
    }

    @Test
    void showsAServerAtAGlance() throws Exception {
        everythingForTheStatus();

        assertThat(run("status")).isEqualTo(1);
        assertThat(recorded.out().lines().map(line -> line.replace(server.url(), "URL")))
                .containsExactly(
                        "server       digipoort 0.1.0, Java 17.0.15, node 4711@pop3",
                        "webadmin     URL",
                        "up since     2026-11-24T08:00:00Z (4 h 34 min)",
                        "health       UNHEALTHY Digipoort TLS: The certificate has expired",
                        "             healthy: Digipoort clock, Guice",
                        "listeners    pop3 0.0.0.0:110",
                        "             smtp not bound",
                        "connections  POP3 3, of which 1 not logged in; refused since the start 5; SMTP 0",
                        "sessions     1 on all nodes",
                        "locks        2, the oldest for 1 h 2 min",
                        "held         2 mails for 1 maildrop, the oldest for 1 min 1 s",
                        "certificate  CN=pop3.example.org, until 2027-01-30T00:00:00Z, 66 d left",
                        "clock        trusted",
                        "last hour    7 logins, 3 failed (AUTH 2, IN-USE 1)");
    }

    @Test
    void showsTheRestWhereAPartIsNotThere() throws Exception {
        server.on("GET /digipoort/locks", 200, "[]").on("GET /healthcheck", 200, HEALTHY);

        assertThat(run("status")).isZero();
        assertThat(recorded.out())
                .contains("server       not known: There is no such route\n")
                .contains("health       healthy: Guice\n")
                .contains("connections  not known: WebAdmin has no /metrics\n")
                .contains("locks        none\n");
    }

    @Test
    void showsTheRestWhereTheDatabaseIsDown() throws Exception {
        everythingForTheStatus();
        String down = "{\"statusCode\":503,\"type\":\"ServerError\",\"message\":\"The database is unavailable\"}";
        server.on("GET /digipoort/locks", 503, down).on("GET /digipoort/held", 503, down);

        assertThat(run("status")).isEqualTo(1);
        assertThat(recorded.out())
                .contains("health       UNHEALTHY Digipoort TLS: The certificate has expired\n")
                .contains("sessions     not known: The database is unavailable\n")
                .contains("locks        not known: The database is unavailable\n")
                .contains("held         not known: The database is unavailable\n")
                .contains("clock        trusted\n");
    }

    @Test
    void isNotContentWhereTheLocksAreNotKnown() throws Exception {
        server.on("GET /digipoort/locks", 503, "no gateway").on("GET /healthcheck", 502, "no gateway");

        assertThat(run("status")).isEqualTo(1);
        assertThat(recorded.out())
                .contains("health       not known: the server answers 502\n")
                .contains("locks        not known: the server answers 503\n");
    }

    @Test
    void isNotContentWhereTheHealthIsNotKnown() throws Exception {
        server.on("GET /digipoort/locks", 200, "[]").on("GET /healthcheck", 502, "no gateway");

        assertThat(run("status")).isEqualTo(1);
        assertThat(recorded.out())
                .contains("health       not known: the server answers 502\n")
                .contains("locks        none\n");
    }

    @Test
    void stopsAtOnceWhereTheTokenIsNotInForce() throws Exception {
        server.on("GET /digipoort/locks", 403, "{\"message\":\"It may not\"}");

        assertThat(run("status")).isEqualTo(1);
        assertThat(recorded.err()).isEqualTo("digipoort: status: It may not\n");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void leavesOutAMetricThatIsNoNumber() throws Exception {
        server.on("GET /digipoort/locks", 200, "[]")
                .on("GET /healthcheck", 200, HEALTHY)
                .on(
                        "GET /metrics",
                        200,
                        """
                        digipoort_connections 1.2E1 1790000000
                        digipoort_smtp_connections +Inf
                        digipoort_connections_not_logged_in
                        """);

        assertThat(run("status")).isZero();
        assertThat(recorded.out())
                .contains("connections  POP3 12, of which 0 not logged in; refused since the start 0; SMTP -\n");
    }

    @Test
    void saysTheStatusInOneJsonObject() throws Exception {
        everythingForTheStatus();

        assertThat(run("status", "--json")).isEqualTo(1);
        assertThat(recorded.out())
                .startsWith("{\"url\":\"http://127.0.0.1:")
                .contains("\"health\":{\"status\":\"unhealthy\",")
                .contains("\"connections\":{\"connections\":3,\"connections_not_logged_in\":1,"
                        + "\"connection_refused_total\":5,\"smtp_connections\":0}")
                .contains("\"locks\":" + LOCKS + ",\"held\":" + HELD + ",\"tls\":" + TLS)
                .endsWith("\"loginsOfTheLastHour\":{\"AUTH\":2,\"IN-USE\":1,\"OK\":7}}\n");
    }

    @Test
    void searchesTheAuditTrailPageByPageAndShowsItAsItHappened() throws Exception {
        String record = "{\"time\":\"2026-11-24T12:34:56.789Z\",\"event\":\"login\",\"session\":\"00c0ffee00c0ffee\","
                + "\"address\":\"192.0.2.7\",\"mechanism\":\"PLAIN\",\"user\":\"bob@example.org\",\"outcome\":\"OK\"}";
        String earlier = "{\"time\":\"2026-11-24T12:00:00.000Z\",\"event\":\"arrival-ended\",\"address\":\"192.0.2.9\","
                + "\"mail\":\"Mail7\",\"messageId\":\"<1@example.org>\",\"maildrop\":\"bob@example.org\",\"outcome\":\"delivered\"}";
        String asked = "&user=bob%40example.org&messageId=%3C1%40example.org%3E&from=2026-11-24T00%3A00%3A00Z";
        server.on(
                        "GET /digipoort/audit?limit=500" + asked,
                        200,
                        "{\"lookedBackTo\":\"2026-11-24T12:10:00Z\",\"complete\":false,\"next\":\"a_b\",\"records\":["
                                + record + "]}")
                .on(
                        "GET /digipoort/audit?limit=499" + asked + "&next=a_b",
                        200,
                        "{\"lookedBackTo\":\"2026-11-24T11:00:00Z\",\"complete\":false,\"next\":null,\"records\":["
                                + earlier + "]}");
        String[] command = {
            "audit",
            "search",
            "--account",
            "bob@example.org",
            "--message-id",
            "1@example.org",
            "--from",
            "2026-11-24T00:00:00Z"
        };

        assertThat(run(command)).isZero();
        assertThat(recorded.out().lines())
                .containsExactly(
                        "TIME                      EVENT          OUTCOME    ACCOUNT          FROM       BY     ABOUT",
                        "2026-11-24T12:00:00.000Z  arrival-ended  delivered  bob@example.org  192.0.2.9  -      Mail7, <1@example.org>",
                        "2026-11-24T12:34:56.789Z  login          OK         bob@example.org  192.0.2.7  PLAIN  00c0ffee00c0ffee",
                        "The trail was searched back to 2026-11-24T11:00:00Z: --before 2026-11-24T11:00:00Z finds earlier records.");
        assertThat(run("audit", "verify")).isEqualTo(2);
        recorded = new RecordedTerminal();
        assertThat(run(Stream.concat(Stream.of(command), Stream.of("--json")).toArray(String[]::new)))
                .isZero();
        assertThat(recorded.out())
                .isEqualTo("{\"lookedBackTo\":\"2026-11-24T11:00:00Z\",\"complete\":false,\"next\":null,\"records\":["
                        + record + "," + earlier + "]}\n");
    }

    @Test
    void saysWhichVersionsThereAreAlsoWhereNoServerAnswers() throws Exception {
        server.on("GET /digipoort/server", 200, "{\"version\":\"0.1.0\",\"java\":\"17.0.15\",\"node\":\"4711@pop3\"}");

        assertThat(run("version")).isZero();
        server.close();
        assertThat(run("version", "--json")).isZero();

        assertThat(recorded.out())
                .isEqualTo(
                        """
                        digipoort unknown
                        server    0.1.0, Java 17.0.15, node 4711@pop3
                        {"commandLine":"unknown","server":null}
                        """);
    }

    private static final String USES_PAGE = "/digipoort/uses?limit=1000";

    private static String usesOf(String user, String needs, String also, String... uses) {
        return "{\"user\":\"" + user + "\",\"strongestMechanism\":\"DIGEST-MD5\",\"weakestMechanism\":\"PLAIN\","
                + "\"strongestTls\":\"TLSv1.2\",\"weakestTls\":\"TLSv1.2\",\"stillNeeds\":[" + needs
                + "],\"alsoUses\":[" + also + "],\"uses\":[" + String.join(",", uses) + "]}";
    }

    private static String use(String name, String old, String first, String last, String client) {
        return "{\"use\":\"" + name + "\",\"old\":[" + old + "],\"firstAt\":\"2026-" + first
                + "T12:00:00Z\",\"lastAt\":\"2026-" + last + "T12:00:00.123Z\",\"lastClient\":\"" + client
                + "\",\"within\":true}";
    }

    private static String usesPage(String next, String... accounts) {
        return "{\"from\":\"2026-08-26T12:00:00Z\",\"now\":\"2026-11-24T12:34:56Z\",\"lookedAt\":2,\"next\":" + next
                + ",\"accounts\":[" + String.join(",", accounts) + "]}";
    }

    private static final String ANNA = usesOf(
            "anna@example.org",
            "\"DIGEST-MD5\"",
            "\"clear-password\"",
            use("PLAIN", "\"clear-password\"", "03-01", "11-01", "192.0.2.7"),
            use("DIGEST-MD5", "\"DIGEST-MD5\"", "04-01", "11-20", "192.0.2.8"),
            use("TLSv1.3", "", "01-01", "11-24", "192.0.2.9"));

    @Test
    void showsWhoUsesWhatShouldBeLeftBehindOfAllPages() throws Exception {
        String strong = usesOf("bob@example.org", "", "", use("EXTERNAL", "", "04-01", "11-20", "192.0.2.8"));
        String carol = usesOf(
                "carol@example.org",
                "",
                "\"DIGEST-MD5\"",
                use("DIGEST-MD5", "\"DIGEST-MD5\"", "04-02", "11-24", "2001:db8::7"));
        server.on("GET " + USES_PAGE, 200, usesPage("\"bob+1@example.org\"", ANNA, strong))
                .on("GET " + USES_PAGE + "&next=bob%2B1%40example.org", 200, usesPage("null", carol));

        assertThat(run("uses")).isZero();

        assertThat(recorded.out().lines())
                .containsExactly(
                        "ACCOUNT            STILL NEEDS  ALSO USES       FIRST USED            LAST USED              "
                                + "   DAYS AGO  FROM",
                        "anna@example.org   DIGEST-MD5   clear-password  2026-03-01T12:00:00Z "
                                + " 2026-11-20T12:00:00.123Z  4         192.0.2.8",
                        "carol@example.org  -            DIGEST-MD5      2026-04-02T12:00:00Z "
                                + " 2026-11-24T12:00:00.123Z  0         2001:db8::7");
    }

    @Test
    void writesARowForEachLetterThatIsNoFormula() throws Exception {
        String evil = usesOf(
                "=cmd|'/c calc'!A1@example.org",
                "\"DIGEST-MD5\"",
                "",
                use("DIGEST-MD5", "\"DIGEST-MD5\"", "04-01", "11-20", "192.0.2.8"));
        server.on("GET " + USES_PAGE + "&stillNeeds=DIGEST-MD5&within=30d", 200, usesPage("null", ANNA, evil));

        assertThat(run("uses", "--still-needs", "DIGEST-MD5", "--within", "30d", "--csv"))
                .isZero();

        assertThat(recorded.out())
                .isEqualTo("\"account\",\"still needs\",\"also uses\",\"first used\",\"last used\",\"days ago\","
                        + "\"last address\",\"would break\"\r\n"
                        + "\"anna@example.org\",\"DIGEST-MD5\",\"clear-password\",\"2026-04-01T12:00:00Z\","
                        + "\"2026-11-20T12:00:00.123Z\",\"4\",\"192.0.2.8\","
                        + "\"every login without DIGEST-MD5; some logins without clear-password\"\r\n"
                        + "\"'=cmd|'/c calc'!A1@example.org\",\"DIGEST-MD5\",\"\",\"2026-04-01T12:00:00Z\","
                        + "\"2026-11-20T12:00:00.123Z\",\"4\",\"192.0.2.8\",\"every login without DIGEST-MD5\"\r\n");
    }

    @Test
    void givesProgramsTheUsesAsTheServerHasThem() throws Exception {
        server.on("GET " + USES_PAGE + "&use=PLAIN&notSince=2026-11-10", 200, usesPage("null", ANNA));

        assertThat(run("uses", "--use", "PLAIN", "--not-since", "2026-11-10", "--json"))
                .isZero();

        assertThat(recorded.out())
                .isEqualTo("{\"from\":\"2026-08-26T12:00:00Z\",\"now\":\"2026-11-24T12:34:56Z\",\"accounts\":[" + ANNA
                        + "]}\n");
    }

    @Test
    void writesEachPageBeforeItAsksForTheNext() throws Exception {
        for (String form : List.of("--csv", "--json")) {
            recorded = new RecordedTerminal();
            List<String> written = new ArrayList<>();
            for (int page = 1; page <= 20; page++) {
                String account = ANNA.replace("anna@", "user" + page + "@");
                String asked = page == 1 ? "" : "&next=user" + (page - 1) + "%40example.org";
                server.on("GET " + USES_PAGE + asked, 200, () -> {
                    written.add(recorded.out());
                    return usesPage(
                            written.size() == 20 ? "null" : "\"user" + written.size() + "@example.org\"", account);
                });
            }

            assertThat(run("uses", form)).isZero();

            for (int page = 1; page < 20; page++) {
                assertThat(written.get(page)).contains("user" + page + "@").doesNotContain("user" + (page + 1) + "@");
            }
            assertThat(recorded.out()).startsWith(written.get(19)).contains("\"user20@example.org\"");
        }
        assertThat(Json.read(recorded.out())).isInstanceOf(Map.class);
    }

    @Test
    void refusesToSayWhoHasNotUsedNothingInParticular() throws Exception {
        assertThat(run("uses", "--not-since", "2026-11-10")).isEqualTo(2);
        assertThat(recorded.err()).contains("--not-since takes --use or --still-needs");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void showsAllThatOneAccountUses() throws Exception {
        server.on(
                "GET /digipoort/uses/anna@example.org?within=365d",
                200,
                "{\"from\":\"2025-11-24T12:00:00Z\"," + ANNA.substring(1));

        assertThat(run("uses", "anna@example.org", "--within", "365d")).isZero();
        assertThat(run("uses", "anna@example.org", "--csv")).isEqualTo(2);
        assertThat(run("uses", "--csv", "--json")).isEqualTo(2);

        assertThat(recorded.out().lines())
                .containsExactly(
                        "USE         FIRST USED            LAST USED                 FROM",
                        "PLAIN       2026-03-01T12:00:00Z  2026-11-01T12:00:00.123Z  192.0.2.7",
                        "DIGEST-MD5  2026-04-01T12:00:00Z  2026-11-20T12:00:00.123Z  192.0.2.8",
                        "TLSv1.3     2026-01-01T12:00:00Z  2026-11-24T12:00:00.123Z  192.0.2.9",
                        "Since 2025-11-24T12:00:00Z: every login without DIGEST-MD5; some logins without"
                                + " clear-password");
    }

    private void everythingForTheStatus() {
        server.on(
                        "GET /digipoort/server",
                        200,
                        "{\"version\":\"0.1.0\",\"java\":\"17.0.15\",\"node\":\"4711@pop3\","
                                + "\"startedAt\":\"2026-11-24T08:00:00Z\","
                                + "\"listeners\":{\"pop3\":[\"0.0.0.0:110\"],\"smtp\":[]}}")
                .on(
                        "GET /healthcheck",
                        503,
                        "{\"status\":\"unhealthy\",\"checks\":["
                                + "{\"componentName\":\"Guice\",\"status\":\"healthy\",\"cause\":null},"
                                + "{\"componentName\":\"Digipoort TLS\",\"status\":\"unhealthy\","
                                + "\"cause\":\"The certificate has expired\"},"
                                + "{\"componentName\":\"Digipoort clock\",\"status\":\"healthy\",\"cause\":null}]}")
                .on(
                        "GET /metrics",
                        200,
                        """
                        # TYPE digipoort_connections gauge
                        digipoort_connections 3.0
                        digipoort_connections_not_logged_in 1.0
                        digipoort_connection_refused_total 5.0
                        digipoort_smtp_connections 0.0
                        """)
                .on("GET /digipoort/locks", 200, LOCKS)
                .on("GET /digipoort/held", 200, HELD)
                .on("GET /digipoort/tls", 200, TLS)
                .on(
                        "GET /digipoort/clock",
                        200,
                        "{\"trusted\":true,\"now\":\"2026-11-24T12:34:56Z\",\"expected\":null,\"bySeconds\":0}")
                .on(
                        "GET /digipoort/logins/over-time?range=hour",
                        200,
                        "{\"periods\":[{\"outcomes\":{\"AUTH\":1,\"OK\":7}},{\"outcomes\":{\"AUTH\":1,\"IN-USE\":1}}]}");
    }

    private int run(String... args) throws Exception {
        return run(recorded.terminal(), args);
    }

    private int run(Terminal terminal, String... args) throws Exception {
        Path tokens = Files.writeString(directory.resolve("tokens"), "admin " + FakeWebAdmin.TOKEN);
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--url", server.url(), "--token-file", tokens.toString()));
        return Main.run(all, terminal);
    }
}
