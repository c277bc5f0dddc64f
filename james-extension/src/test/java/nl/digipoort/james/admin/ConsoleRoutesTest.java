// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.digipoort.james.audit.AuditEvent;
import nl.digipoort.james.audit.AuditField;
import nl.digipoort.james.audit.AuditReader;
import nl.digipoort.james.audit.AuditRecord;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.history.LoginHistory;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.apache.james.webadmin.authentication.NoAuthenticationFilter;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console's files and what it reads, by the real WebAdmin server of James over HTTP. */
class ConsoleRoutesTest {
    private static final String PAGE = "/digipoort/console";
    private static final String LOGINS = "/digipoort/logins";
    private static final String OVER_TIME = LOGINS + "/over-time";
    private static final String FAILED = LOGINS + "/failed";
    private static final String SEARCH = "/digipoort/audit";
    private static final String AUDIT = "/digipoort/audit/anna@example.org";

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();
    private final TestAudit records = new TestAudit();
    private LoginHistory history;
    private TestWebAdminServer webAdmin;

    @BeforeEach
    void start() {
        history = new LoginHistory(clock);
        records.trail().setListener(history::noted);
        webAdmin = serve(new NoAuthenticationFilter(), records, TestAudit.reader(trail()));
    }

    private TestWebAdminServer serve(AuthenticationFilter authentication, TestAudit audit, AuditReader reader) {
        JsonTransformer json = new JsonTransformer();
        return TestWebAdminServer.start(
                authentication,
                new ConsoleRoutes(),
                new HistoryRoutes(history, audit.trail(), clock, json),
                new FailedLoginRoutes(history, json),
                new AuditSearchRoutes(reader, json));
    }

    private Path trail() {
        return directory.resolve("audit.jsonl");
    }

    @AfterEach
    void stop() {
        webAdmin.close();
    }

    @Test
    void servesAPageThatLoadsNothingButItsOwnFiles() throws Exception {
        HttpResponse<String> response = webAdmin.send("GET", PAGE);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .startsWith("<!doctype html>")
                .doesNotContain("http://", "https://", "style=", "onclick");
        assertThat(response.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
        assertThat(response.headers().firstValue("Content-Security-Policy"))
                .contains("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                        + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(response.headers().map())
                .containsEntry("X-Content-Type-Options", List.of("nosniff"))
                .containsEntry("Referrer-Policy", List.of("no-referrer"))
                .containsEntry("Cache-Control", List.of("no-store"))
                .containsEntry("Cross-Origin-Opener-Policy", List.of("same-origin"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "console.js text/javascript",
                "words.js text/javascript",
                "console.css text/css",
                "icon.svg image/svg+xml"
            })
    void servesItsFilesWithTheirType(String file) throws Exception {
        String[] nameAndType = file.split(" ", -1);

        HttpResponse<String> response = webAdmin.send("GET", PAGE + "/" + nameAndType[0]);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains(nameAndType[1] + ";charset=utf-8");
        assertThat(response.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(response.body()).isNotBlank().doesNotContain("innerHTML", "eval(");
    }

    @Test
    void servesEveryFileThatAnotherNames() throws Exception {
        String page = webAdmin.send("GET", PAGE).body();
        for (ConsoleFile file : ConsoleFile.all(PAGE)) {
            String content = webAdmin.send("GET", file.path()).body();
            assertThat(content).as(file.path()).isEqualTo(file.content());
            String name = file.path().substring(file.path().lastIndexOf('/') + 1);
            boolean isNamed = page.contains("console/" + name)
                    || ConsoleFile.all(PAGE).stream()
                            .anyMatch(other -> other.content().contains("./" + name + "'"));
            assertThat(isNamed || file.path().equals(PAGE)).as(file.path()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console.html",
                "/secret.js",
                "/../ConsoleFile.class",
                "/%2e%2e/ConsoleFile.class",
                "/",
                "/x/api.js"
            })
    void servesNothingElse(String path) throws Exception {
        assertThat(webAdmin.send("GET", PAGE + path).statusCode()).isEqualTo(404);
    }

    @Test
    void showsThePageWithoutATokenAndNothingElse() throws Exception {
        webAdmin.close();
        TestTokens tokens = TestTokens.create();
        webAdmin = serve(tokens.filter(), records, TestAudit.reader(trail()));

        for (ConsoleFile file : ConsoleFile.all(PAGE)) {
            HttpResponse<String> response = webAdmin.send("GET", file.path());
            assertThat(response.statusCode()).as(file.path()).isEqualTo(200);
            assertThat(response.body()).isEqualTo(file.content());
            assertThat(response.headers().firstValue("Content-Type")).contains(file.type());
            assertThat(response.headers().firstValue("Content-Security-Policy")).isPresent();
        }
        for (String path : List.of(LOGINS, OVER_TIME, FAILED, AUDIT, SEARCH, PAGE + "/secret.js", PAGE + "/")) {
            assertThat(webAdmin.send("GET", path).statusCode()).as(path).isEqualTo(401);
            assertThat(webAdmin.send("GET", path, tokens.bearer(false)).statusCode())
                    .isEqualTo(401);
        }
        assertThat(webAdmin.send("POST", PAGE).statusCode()).isEqualTo(401);
        assertThat(webAdmin.send("GET", LOGINS, tokens.bearer(true)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void showsWhoHasLoggedInHow() throws Exception {
        login("anna@example.org", "DIGEST-MD5", "TLSv1.2");
        clock.move(Duration.ofSeconds(1));
        login("bob@example.org", "PLAIN", "TLSv1.3");
        login("anna@example.org", "DIGEST-MD5", "TLSv1.2");

        assertThat(webAdmin.send("GET", LOGINS).body())
                .isEqualTo("{\"since\":\"1970-01-01T00:16:40Z\",\"accounts\":2,"
                        + "\"accountsByMechanism\":{\"DIGEST-MD5\":1,\"PLAIN\":1},"
                        + "\"accountsByTls\":{\"TLSv1.2\":1,\"TLSv1.3\":1},\"forgotten\":0,\"found\":2,\"logins\":["
                        + "{\"user\":\"anna@example.org\",\"mechanism\":\"DIGEST-MD5\",\"tls\":\"TLSv1.2\",\"count\":2,"
                        + "\"lastAt\":\"1970-01-01T00:16:41Z\",\"lastClient\":\"192.0.2.7\"},"
                        + "{\"user\":\"bob@example.org\",\"mechanism\":\"PLAIN\",\"tls\":\"TLSv1.3\",\"count\":1,"
                        + "\"lastAt\":\"1970-01-01T00:16:41Z\",\"lastClient\":\"192.0.2.7\"}]}");
        assertThat(webAdmin.send("GET", LOGINS + "?limit=1").body())
                .contains("\"found\":2,\"logins\":[{\"user\":\"anna")
                .doesNotContain("bob");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mechanism=PLAIN", "tls=TLSv1.3", "user=Bob@Example.org", "user=&mechanism=plain&tls=TLSv1.3"})
    void showsOnlyTheLoginsThatAreAskedFor(String query) throws Exception {
        login("anna@example.org", "DIGEST-MD5", "TLSv1.2");
        login("bob@example.org", "PLAIN", "TLSv1.3");

        assertThat(webAdmin.send("GET", LOGINS + "?" + query).body())
                .contains("\"accounts\":2,", "\"found\":1,\"logins\":[{\"user\":\"bob@example.org\"")
                .doesNotContain("anna");
    }

    @Test
    void showsFailedLoginsByNameAddressAndReason() throws Exception {
        fail("eve", "192.0.2.7", "AUTH");
        clock.move(Duration.ofSeconds(1));
        fail("anna@example.org", "192.0.2.8", "IN-USE");
        fail("eve", "192.0.2.7", "AUTH");
        login("anna@example.org", "PLAIN", "TLSv1.3");

        String failures = webAdmin.send("GET", FAILED).body();
        assertThat(failures)
                .isEqualTo("{\"since\":\"1970-01-01T00:16:40Z\",\"forgotten\":0,\"found\":2,\"failures\":["
                        + "{\"user\":\"eve\",\"address\":\"192.0.2.7\",\"outcome\":\"AUTH\",\"mechanism\":\"PLAIN\","
                        + "\"tls\":\"TLSv1.3\",\"count\":2,\"firstAt\":\"1970-01-01T00:16:40Z\","
                        + "\"lastAt\":\"1970-01-01T00:16:41Z\"},"
                        + "{\"user\":\"anna@example.org\",\"address\":\"192.0.2.8\",\"outcome\":\"IN-USE\","
                        + "\"mechanism\":\"PLAIN\",\"tls\":\"TLSv1.3\",\"count\":1,"
                        + "\"firstAt\":\"1970-01-01T00:16:41Z\",\"lastAt\":\"1970-01-01T00:16:41Z\"}]}");
        for (String query : List.of("user=EVE", "address=192.0.2.7", "outcome=auth", "limit=1")) {
            assertThat(webAdmin.send("GET", FAILED + "?" + query).body())
                    .as(query)
                    .contains("\"user\":\"eve\"")
                    .doesNotContain("anna");
        }
    }

    private void fail(String name, String address, String outcome) {
        records.trail()
                .note(AuditRecord.of(AuditEvent.LOGIN)
                        .with(AuditField.ADDRESS, address)
                        .with(AuditField.TLS, "TLSv1.3")
                        .with(AuditField.MECHANISM, "PLAIN")
                        .with(AuditField.USER, name)
                        .with(AuditField.OUTCOME, outcome));
    }

    @Test
    void showsLoginsAndOctetsOverTime() throws Exception {
        login("anna@example.org", "DIGEST-MD5", "TLSv1.2");
        records.trail().note(AuditRecord.of(AuditEvent.RETRIEVAL_ENDED).with(AuditField.OCTETS, 42));

        String hour = webAdmin.send("GET", OVER_TIME).body();
        assertThat(hour)
                .startsWith("{\"since\":\"1970-01-01T00:16:40Z\",\"now\":\"1970-01-01T00:16:40Z\",\"minutes\":1,"
                        + "\"octetsCounted\":true,\"periods\":[{\"from\":\"1969-12-31T23:17:00Z\",\"outcomes\":{},"
                        + "\"mechanisms\":{},\"tls\":{},\"octets\":0},")
                .endsWith(
                        "{\"from\":\"1970-01-01T00:16:00Z\",\"outcomes\":{\"OK\":1},\"mechanisms\":{\"DIGEST-MD5\":1},"
                                + "\"tls\":{\"TLSv1.2\":1},\"octets\":42}]}");
        assertThat(hour.split("\"from\"", -1)).hasSize(61);
        assertThat(webAdmin.send("GET", OVER_TIME + "?range=day").body())
                .contains("\"minutes\":15,")
                .endsWith(
                        "{\"from\":\"1970-01-01T00:15:00Z\",\"outcomes\":{\"OK\":1},\"mechanisms\":{\"DIGEST-MD5\":1},"
                                + "\"tls\":{\"TLSv1.2\":1},\"octets\":42}]}");
        assertThat(webAdmin.send("GET", OVER_TIME + "?range=week").statusCode()).isEqualTo(400);
    }

    @Test
    void tellsWhenNobodyCountsOctets() throws Exception {
        webAdmin.close();
        TestAudit off = new TestAudit("<destination>none</destination>");
        webAdmin = serve(new NoAuthenticationFilter(), off, TestAudit.reader(trail()));

        assertThat(webAdmin.send("GET", OVER_TIME).body()).contains("\"octetsCounted\":false,");
    }

    @Test
    void showsTheLatestAuditRecordsOfAnAccount() throws Exception {
        login("anna@example.org", "DIGEST-MD5", "TLSv1.2");
        login("bob@example.org", "PLAIN", "TLSv1.3");
        login("anna@example.org", "PLAIN", "TLSv1.3");
        Files.write(trail(), records.lines());

        assertThat(webAdmin.send("GET", AUDIT + "?limit=1").body())
                .matches(
                        "\\{\"user\":\"anna@example.org\",\"lookedBackTo\":\"1970-01-01T00:16:40.000Z\",\"complete\":false,"
                                + "\"next\":\"1970-01-01T00:16:40.000Z_[0-9a-f]{16}\","
                                + Pattern.quote(
                                        "\"records\":[" + records.lines().get(2) + "]}"));
        assertThat(webAdmin.send("GET", AUDIT).body())
                .contains("\"complete\":true,\"next\":null,\"records\":["
                        + records.lines().get(2) + "," + records.lines().get(0) + "]}");
    }

    @Test
    void findsAuditRecordsByWhatTheyCarry() throws Exception {
        login("anna@example.org", "DIGEST-MD5", "TLSv1.2");
        login("bob@example.org", "PLAIN", "TLSv1.3");
        records.trail()
                .note(AuditRecord.of(AuditEvent.RETRIEVAL_ENDED)
                        .with(AuditField.SESSION, "00c0ffee00c0ffee")
                        .with(AuditField.MESSAGE_ID, "<1@example.org>")
                        .with(AuditField.SHA256, "ab".repeat(32)));
        Files.write(trail(), records.lines());
        List<String> lines = records.lines();

        assertThat(webAdmin.send("GET", SEARCH).body())
                .isEqualTo(
                        "{\"lookedBackTo\":\"1970-01-01T00:16:40.000Z\",\"complete\":true,\"next\":null,\"records\":["
                                + lines.get(2) + "," + lines.get(1) + "," + lines.get(0) + "]}");
        assertFound("?user=Anna@Example.org", lines.get(0));
        assertFound("?user=bob@example.org&from=1970-01-01T00:16:40Z&before=1970-01-01T00:16:41Z", lines.get(1));
        assertFound("?before=1970-01-01T00:16:40Z", "");
        assertFound("?from=1970-01-01T00:16:41Z", "");
        for (String query :
                List.of("messageId=%3C1@example.org%3E", "sha256=" + "AB".repeat(32), "session=00c0ffee00c0ffee")) {
            assertFound("?" + query, lines.get(2));
        }
    }

    @Test
    void goesOnWithASearch() throws Exception {
        records.trail()
                .note(Collections.nCopies(3, AuditRecord.of(AuditEvent.LOGIN).with(AuditField.USER, "eve")));
        Files.write(trail(), records.lines());

        String body = webAdmin.send("GET", SEARCH + "?user=eve&limit=2").body();
        Matcher next = Pattern.compile("\"next\":\"([^\"]+)\"").matcher(body);

        assertThat(next.find()).isTrue();
        assertFound("?user=eve&limit=2&next=" + next.group(1), records.lines().get(0));
    }

    private void assertFound(String query, String line) throws Exception {
        assertThat(webAdmin.send("GET", SEARCH + query).body()).as(query).endsWith(",\"records\":[" + line + "]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256=ab", "from=yesterday", "before=2026-11-24", "limit=501", "next=1"})
    void refusesASearchThatIsNone(String query) throws Exception {
        assertThat(webAdmin.send("GET", SEARCH + "?" + query).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "501", "x", "99999999999", "+5"})
    void refusesALimitThatIsNone(String limit) throws Exception {
        HttpResponse<String> response = webAdmin.send("GET", AUDIT + "?limit=" + limit);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("The limit must be a whole number from 1 to 500");
    }

    @Test
    void tellsWhereNoTrailCanBeRead() throws Exception {
        Files.createDirectory(trail());

        HttpResponse<String> response = webAdmin.send("GET", AUDIT);

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("The audit trail cannot be read; the log says more");
    }

    private void login(String account, String mechanism, String tls) {
        records.trail()
                .note(AuditRecord.of(AuditEvent.LOGIN)
                        .with(AuditField.ADDRESS, "192.0.2.7")
                        .with(AuditField.TLS, tls)
                        .with(AuditField.MECHANISM, mechanism)
                        .with(AuditField.USER, account)
                        .with(AuditField.MAILDROP, account)
                        .with(AuditField.OUTCOME, "OK"));
    }
}
