// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nl.digipoort.james.server.demo.DemoAccount;
import nl.digipoort.james.server.demo.DemoContent;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.demo.Transcript;
import nl.digipoort.james.server.demo.TrustedCertificate;
import org.apache.james.cli.probe.impl.JmxConnection;
import org.awaitility.Awaitility;

/** Sends messages to new accounts of a stock James and reports those that came out changed. */
final class StockMail {
    private static final Duration ARRIVAL = Duration.ofMinutes(1);
    private static final String TRACE =
            "(?s)Return-Path: <agency@example\\.com>\r\nReceived: [^\r\n]+(\r\n[ \t][^\r\n]+)*\r\n";

    private final StockJames james;
    private final HttpClient http = HttpClient.newHttpClient();

    StockMail(StockJames james) {
        this.james = james;
    }

    /** The messages that changed on the direct way into the maildrop: the fetched text by name. */
    Map<String, String> changedStraightIn(Map<String, byte[]> messages) throws Exception {
        DemoAccount account = newAccount("straight");
        try (Agency agency = new Agency(james.smtp())) {
            int count = 0;
            for (byte[] message : messages.values()) {
                agency.send(message, account.user());
                awaitMessages(account, ++count);
            }
        }
        return changed(account, messages);
    }

    /** The messages that changed while they were held because of a session: the fetched text by name. */
    Map<String, String> changedHeld(Map<String, byte[]> messages) throws Exception {
        DemoAccount account = newAccount("held");
        try (Agency agency = new Agency(james.smtp());
                Pop3Client session = loggedIn(account)) {
            int count = 0;
            for (byte[] message : messages.values()) {
                agency.send(message, account.user());
                awaitHeld(account, ++count);
            }
            assertThat(session.command("QUIT")).isEqualTo("+OK Bye");
        }
        awaitMessages(account, messages.size());
        return changed(account, messages);
    }

    private DemoAccount newAccount(String name) throws Exception {
        try (JmxConnection jmx = james.jmx()) {
            return new DemoContent(jmx, "digipoort.local")
                    .accounts(List.of(name))
                    .get(0);
        }
    }

    private Pop3Client loggedIn(DemoAccount account) throws Exception {
        Pop3Client client = Pop3Client.connect(james.pop3(), Transcript.NONE);
        client.readLine();
        client.command("STLS");
        client.startTls(TrustedCertificate.context(james.certificate()), "localhost");
        assertThat(new DigestMd5Login(account.user(), account.password()).on(client))
                .isEqualTo("+OK Maildrop locked and ready");
        return client;
    }

    private void awaitMessages(DemoAccount account, int count) {
        Awaitility.await().atMost(ARRIVAL).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> assertThat(
                        get("/users/" + account.user() + "/mailboxes/INBOX/messageCount"))
                .isEqualTo(Integer.toString(count)));
    }

    private void awaitHeld(DemoAccount account, int count) {
        Awaitility.await().atMost(ARRIVAL).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> assertThat(
                        get("/digipoort/held/" + account.user()).split("\"sequence\":", -1))
                .hasSize(count + 1));
    }

    private String get(String path) throws IOException, InterruptedException {
        return http.send(james.webadmin(path).build(), HttpResponse.BodyHandlers.ofString())
                .body()
                .strip();
    }

    private Map<String, String> changed(DemoAccount account, Map<String, byte[]> messages) throws Exception {
        Map<String, String> changed = new LinkedHashMap<>();
        try (Pop3Client client = loggedIn(account)) {
            int number = 0;
            for (Map.Entry<String, byte[]> message : messages.entrySet()) {
                assertThat(client.command("RETR " + ++number)).startsWith("+OK ");
                String fetched = new String(client.readBody(), StandardCharsets.ISO_8859_1);
                if (!isTracedCopy(fetched, withFinalLineEnd(message.getValue()))) {
                    changed.put(message.getKey(), fetched);
                }
            }
            client.command("QUIT");
        }
        return changed;
    }

    private static boolean isTracedCopy(String fetched, String came) {
        return fetched.endsWith(came)
                && fetched.substring(0, fetched.length() - came.length()).matches(TRACE);
    }

    /** SMTP and POP3 both add a line end to the last line. */
    private static String withFinalLineEnd(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        return text.isEmpty() || text.endsWith("\r\n") ? text : text + "\r\n";
    }
}
