// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import nl.digipoort.james.server.demo.DemoAccount;
import nl.digipoort.james.server.demo.DemoContent;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.demo.Transcript;
import nl.digipoort.james.server.demo.TrustedCertificate;
import nl.digipoort.james.server.demo.WorkedExample;
import org.apache.james.cli.probe.impl.JmxConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar and the overlay in a James that we did not build, with all the main requirements. */
class DropInIT {
    @TempDir
    private Path scratch;

    @Test
    void servesTheWorkedExampleFromStockJames() throws Exception {
        try (StockJames james = StockJames.start(scratch.resolve("home"))) {
            SSLContext tls = TrustedCertificate.context(james.certificate());
            DemoAccount account;
            try (JmxConnection jmx = james.jmx()) {
                DemoContent content = new DemoContent(jmx, "digipoort.local");
                account = content.accounts(List.of("bedrijf")).get(0);
                content.appendExampleMessages(account, scratch);
            }

            byte[] message =
                    new WorkedExample(james.pop3(), tls, Transcript.NONE).play(account.user(), account.password());

            assertThat(message).hasSize(12_288);
            DemoContent.send(james.smtp(), List.of(account));
            DemoContent.awaitMessages(account, 2, james.pop3(), tls);
            locksOutASecondSession(james, tls, account);
            followsThePasswordsOfWebAdmin(james, tls);
            logsLoginsAsFail2banReadsThem(james, account);
        }
    }

    /** James starts as if all were well: what its sample logs, and the health, are all that tells. */
    @Test
    void saysThatNothingListensWhenTheStartableIsNotNamed() throws Exception {
        try (StockJames james = StockJames.startWithout(
                scratch.resolve("home"), "extensions.properties", "guice.extension.startable=")) {
            String notStarted = "extensions.properties: neither POP3 nor SMTP of Digipoort POP3 is started";

            await().untilAsserted(() -> assertThat(james.log())
                    .containsPattern("\\[WARN ][^\\n]* - " + Pattern.quote(notStarted)
                            + "; write guice\\.extension\\.startable="));

            HttpResponse<String> health = webAdmin(james, "GET", "/healthcheck", "");
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body())
                    .containsPattern("\"escapedComponentName\":\"Digipoort%20POP3\",\"status\":\"unhealthy\",\"cause\":"
                            + "\"No POP3 listener is bound: " + notStarted);
            assertThatThrownBy(() -> Pop3Client.connect(james.pop3(), Transcript.NONE))
                    .isInstanceOf(ConnectException.class);
        }
    }

    /** James's sample logs nothing below WARN, and no date. */
    private static void logsLoginsAsFail2banReadsThem(StockJames james, DemoAccount account) throws Exception {
        assertThat(james.logins().lines()).anySatisfy(line -> assertThat(line)
                .matches(
                        "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+\\S+ INFO  \\[[^\\]]+\\] nl\\.digipoort\\.james\\.login \\S+ \\S+"
                                + " - login outcome=IN-USE address=127\\.0\\.0\\.1 .* user=\"" + account.user()
                                + "\""));
    }

    private static void followsThePasswordsOfWebAdmin(StockJames james, SSLContext tls) throws Exception {
        String user = "nieuw@digipoort.local";

        assertThat(webAdmin(james, "PUT", "/users/" + user, "{\"password\":\"geheim\"}")
                        .statusCode())
                .isEqualTo(204);

        assertThat(webAdmin(james, "GET", "/digipoort/credentials/" + user, "").body())
                .contains("\"usable\":true");
        try (Pop3Client client = secured(james, tls)) {
            assertThat(new DigestMd5Login(user, "geheim").on(client)).isEqualTo("+OK Maildrop locked and ready");
        }
    }

    private static HttpResponse<String> webAdmin(StockJames james, String method, String path, String body)
            throws Exception {
        HttpRequest request = james.webadmin(path)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static void locksOutASecondSession(StockJames james, SSLContext tls, DemoAccount account) throws Exception {
        try (Pop3Client first = secured(james, tls);
                Pop3Client second = secured(james, tls)) {
            assertThat(new DigestMd5Login(account.user(), account.password()).on(first))
                    .isEqualTo("+OK Maildrop locked and ready");
            assertThat(new DigestMd5Login(account.user(), account.password()).on(second))
                    .startsWith("-ERR [IN-USE]");
            showsTheLockToOperators(james, account);
        }
    }

    private static void showsTheLockToOperators(StockJames james, DemoAccount account) throws Exception {
        assertThat(webAdmin(james, "GET", "/digipoort/locks", "").body())
                .contains("\"user\":\"" + account.user() + "\",\"kind\":\"session\",\"client\":\"127.0.0.1\"");
        assertThat(webAdmin(james, "GET", "/digipoort/held", "").body()).isEqualTo("[]");
        assertThat(webAdmin(james, "GET", "/digipoort/console", "").body())
                .contains("<title>Digipoort POP3 console</title>");
        assertThat(webAdmin(james, "GET", "/digipoort/logins?mechanism=DIGEST-MD5", "")
                        .body())
                .contains("\"user\":\"" + account.user() + "\"");
        assertThat(webAdmin(james, "GET", "/digipoort/audit/" + account.user(), "")
                        .body())
                .contains("\"outcome\":\"IN-USE\"");
        assertThat(webAdmin(james, "GET", "/digipoort/maildrops/" + account.user(), "")
                        .body())
                .contains("\"messages\":2,", "\"lock\":{", "\"lastLogin\":{", "\"lastRetrieval\":{");
        assertThat(webAdmin(james, "GET", "/healthcheck", "").body())
                .contains("\"escapedComponentName\":\"Digipoort%20POP3\",\"status\":\"healthy\"")
                .contains("\"escapedComponentName\":\"Digipoort%20configuration\",\"status\":\"healthy\"")
                .contains("\"escapedComponentName\":\"Digipoort%20maildrops\",\"status\":\"healthy\"")
                .contains("\"escapedComponentName\":\"Digipoort%20audit%20trail\",\"status\":\"healthy\"");
        assertThat(webAdmin(james, "GET", "/metrics", "").body()).contains("\ndigipoort_lock_denied_total 1.0\n");
    }

    private static Pop3Client secured(StockJames james, SSLContext tls) throws Exception {
        Pop3Client client = Pop3Client.connect(james.pop3(), Transcript.NONE);
        client.readLine();
        client.command("STLS");
        client.startTls(tls, "localhost");
        return client;
    }
}
