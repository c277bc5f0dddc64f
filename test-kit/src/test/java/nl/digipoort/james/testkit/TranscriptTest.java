// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.ongres.scram.client.ScramClient;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Transcripts have what was said, and no password in any form. */
@ExtendWith(DigipoortServerExtension.class)
class TranscriptTest {
    private static final String SECRET = "correct horse";
    private static final String ONE_WORD = "battery-staple";

    private static final String MESSAGE = "Subject: a\r\n\r\ncontent\r\n\r\n";

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        server.account("anna", SECRET);
        server.account("bert", ONE_WORD);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void reset() {
        server.reset();
    }

    @Test
    void hasWhatWasSaidAndWhenTlsBegan() throws Exception {
        server.account("anna").put("Subject: a\r\n\r\nx\r\n");

        try (TestClient client = TestClient.secured(server)) {
            client.says("USER anna@example.org");
            client.says("PASS " + SECRET);
            client.says("UIDL");
            client.lines();
            client.says("RETR 1");
            client.lines();
            client.says("QUIT");
            assertThat(client.line()).isNull();
        }

        Transcript transcript = only();
        assertThat(transcript.lines().stream()
                        .map(line -> line.toString().replaceAll("1 [0-9]+\\.[0-9]+$", "1 UID"))
                        .toList())
                .startsWith(
                        "S: +OK Hello there.",
                        "C: STLS",
                        "S: +OK Begin TLS negotiation",
                        "* TLSv1.3 begins",
                        "C: USER anna@example.org",
                        "S: +OK Password please",
                        "C: PASS ***",
                        "S: +OK Maildrop locked and ready",
                        "C: UIDL",
                        "S: +OK",
                        "S: 1 UID",
                        "S: .",
                        "C: RETR 1",
                        "S: +OK 17 octets follow",
                        "* a message of 17 octets",
                        "S: .",
                        "C: QUIT",
                        "S: +OK Bye");
        assertThat(server.transcript()).doesNotContain("Subject").contains("# session 1 of 127.0.0.1:");
    }

    @Test
    void hasNoPasswordOfPlainOrLogin() throws Exception {
        String plain = "\0anna\0" + SECRET;
        try (TestClient client = TestClient.secured(server)) {
            client.says("AUTH PLAIN " + base64("\0anna\0wrong " + SECRET));
            client.says("auth plain");
            client.saysInBase64("\0anna\0wrong " + SECRET);
            client.says("AUTH LOGIN");
            client.saysInBase64("anna");
            client.saysInBase64("wrong " + SECRET);
            client.says("AUTH PLAIN");
            client.says("*");
            client.says("AUTH PLAIN");
            assertThat(client.saysInBase64(plain)).startsWith("+OK");
        }

        assertThat(only().commands())
                .containsExactly(
                        "STLS",
                        "AUTH PLAIN ***",
                        "auth plain",
                        "***",
                        "AUTH LOGIN",
                        "***",
                        "***",
                        "AUTH PLAIN",
                        "*",
                        "AUTH PLAIN",
                        "***");
        assertThat(server.transcript()).doesNotContain(SECRET, base64(plain), base64("wrong " + SECRET));
    }

    @Test
    void hasNoProofOfDigestMd5() throws Exception {
        SaslClient digest =
                Sasl.createSaslClient(new String[] {"DIGEST-MD5"}, null, "pop", "localhost", Map.of(), credentials());
        String response;
        try (TestClient client = TestClient.secured(server)) {
            byte[] challenge =
                    Base64.getDecoder().decode(client.says("AUTH DIGEST-MD5").substring(2));
            response = new String(digest.evaluateChallenge(challenge), ISO_8859_1);
            String proof = client.saysInBase64(response);
            digest.evaluateChallenge(Base64.getDecoder().decode(proof.substring(2)));
            assertThat(client.says("")).startsWith("+OK");
        }

        assertThat(only().lines().stream().map(Object::toString).toList())
                .containsSubsequence("C: AUTH DIGEST-MD5", "C: ***", "S: + ***", "C: ***")
                .anyMatch(line -> line.startsWith("S: + cmVhbG09"));
        assertThat(server.transcript())
                .doesNotContain(base64(response), base64("rspauth=").substring(0, 10));
    }

    @Test
    void hasNoProofOfScram(@DigipoortServer(scram = true) TestServer own) throws Exception {
        own.account("anna", SECRET);
        String proof;
        String last;
        try (TestClient client = TestClient.secured(own)) {
            assertThat(client.says("CAPA")).startsWith("+OK");
            assertThat(client.lines()).anyMatch(line -> line.endsWith("SCRAM-SHA-256 DIGEST-MD5 PLAIN LOGIN"));
            ScramClient scram = ScramClient.builder()
                    .advertisedMechanisms(List.of("SCRAM-SHA-256"))
                    .username("anna")
                    .password(SECRET.toCharArray())
                    .build();
            String first = client.says(
                    "AUTH SCRAM-SHA-256 " + base64(scram.clientFirstMessage().toString()));
            scram.serverFirstMessage(text(first));
            proof = scram.clientFinalMessage().toString();
            last = client.saysInBase64(proof);
            scram.serverFinalMessage(text(last));
            assertThat(client.says("")).startsWith("+OK");
        }

        assertThat(own.transcripts().get(0).lines().stream().map(Object::toString))
                .containsSubsequence("C: AUTH SCRAM-SHA-256 ***", "C: ***", "S: + ***", "C: ***");
        assertThat(text(last)).startsWith("v=");
        assertThat(own.transcript()).doesNotContain(base64(proof), last.substring(2));
    }

    @Test
    void saysThatMoreLinesAreNotKept() {
        Transcript transcript = new Transcript(1, "a client", Clock.systemUTC());
        for (int line = 0; line < Transcript.MOST_LINES + 2; line++) {
            transcript.add(Transcript.Speaker.CLIENT, "NOOP");
        }
        transcript.end();

        assertThat(transcript.lines().stream().map(Object::toString))
                .hasSize(Transcript.MOST_LINES + 2)
                .endsWith("C: NOOP", "* more lines are not kept", "* the connection is closed");
    }

    private static String text(String challenge) {
        return new String(Base64.getDecoder().decode(challenge.substring(2)), ISO_8859_1);
    }

    private static CallbackHandler credentials() {
        return callbacks -> {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback name) {
                    name.setName("anna");
                } else if (callback instanceof PasswordCallback password) {
                    password.setPassword(SECRET.toCharArray());
                } else if (callback instanceof RealmCallback realm) {
                    realm.setText(realm.getDefaultText());
                }
            }
        };
    }

    /** What clients send at the wrong moment, or in a form that is none. */
    @Test
    void hasNoPasswordInClearEither() throws Exception {
        String secret = base64("\0anna\0" + SECRET);
        List<String> lines = List.of(
                SECRET,
                "PASS " + SECRET,
                "pass " + SECRET,
                "PASS  " + SECRET,
                "USER anna " + SECRET,
                "USER " + ONE_WORD,
                "APOP anna " + SECRET,
                "AUTH PLAIN " + secret,
                "AUTH UNKNOWN " + secret,
                "AUTH " + secret,
                secret,
                "RETR " + SECRET,
                "LIST 1 " + SECRET,
                "LOGIN anna " + SECRET,
                "QUIT " + SECRET,
                " PASS " + SECRET);

        try (TestClient client = TestClient.of(server)) {
            for (String line : lines) {
                assertThat(client.says(line)).isEqualTo("-ERR STLS first");
            }
        }

        assertThat(only().commands()).hasSameSizeAs(lines).allMatch(line -> line.endsWith("***"));
        assertThat(server.transcript()).doesNotContain(SECRET, ONE_WORD, secret);
    }

    @Test
    void hasNoPasswordOfAPipelinedLogin() throws Exception {
        String secret = base64("\0anna\0wrong " + SECRET);
        try (TestClient client = TestClient.secured(server)) {
            client.says("NOOP\r\nAUTH PLAIN\r\n" + secret + "\r\nUSER anna\r\nPASS wrong " + SECRET);
            for (int answers = 1; answers < 5; answers++) {
                client.line();
            }
        }

        assertThat(server.transcript()).doesNotContain(SECRET, secret);
    }

    @Test
    void hasNoMessageWhenAClientSendsATrailingSpace() throws Exception {
        server.account("anna").put(MESSAGE);
        try (TestClient client = loggedIn()) {
            for (String line : List.of("RETR 1 ", "TOP 1 9 ", "LIST ", "uidl ", "LIST 1 ")) {
                assertThat(client.says(line)).startsWith("+OK");
                if (!line.equals("LIST 1 ")) {
                    client.lines();
                }
            }
            assertThat(client.says("NOOP ")).startsWith("+OK");
        }

        assertThat(only().commands())
                .endsWith("RETR 1 ", "TOP 1 9 ", "LIST ", "uidl ", "LIST 1 ", "NOOP ")
                .doesNotContain("***");
        assertThat(server.transcript()).contains("* a message of 25 octets").doesNotContain("Subject", "content");
    }

    @Test
    void showsWhatFollowsAPipelinedLoginAndNoMessage() throws Exception {
        server.account("anna").put(MESSAGE);
        String plain = base64("\0anna\0" + SECRET);
        try (TestClient client = TestClient.secured(server)) {
            client.says("NOOP\r\nAUTH PLAIN " + plain + "\r\nSTAT\r\nRETR 1\r\nQUIT");
            assertThat(client.lines()).contains("content");
            assertThat(client.line()).isEqualTo("+OK Bye");
        }

        assertThat(lines())
                .containsSubsequence(
                        "C: AUTH PLAIN ***",
                        "S: +OK Maildrop locked and ready",
                        "C: STAT",
                        "C: RETR 1",
                        "C: QUIT",
                        "S: +OK 1 25",
                        "S: +OK 25 octets follow",
                        "* a message of 25 octets",
                        "S: +OK Bye");
        assertThat(only().commands()).containsExactly("STLS", "NOOP", "AUTH PLAIN ***", "STAT", "RETR 1", "QUIT");
        assertThat(server.transcript()).doesNotContain("Subject", "content", plain);
    }

    @Test
    void endsAnExchangeAtItsOwnAnswerOnly() throws Exception {
        server.account("anna").put(MESSAGE);
        String plain = base64("\0anna\0" + SECRET);
        try (TestClient client = TestClient.secured(server)) {
            client.says("NOOP\r\nAUTH PLAIN\r\n" + plain + "\r\nRETR 1\r\nQUIT");
            assertThat(client.lines()).contains("content");
            assertThat(client.line()).isEqualTo("+OK Bye");
        }

        assertThat(only().commands()).containsExactly("STLS", "NOOP", "AUTH PLAIN", "***", "RETR 1", "QUIT");
        assertThat(server.transcript()).doesNotContain("Subject", "content", plain);
    }

    private static TestClient loggedIn() throws Exception {
        TestClient client = TestClient.secured(server);
        client.says("USER anna");
        assertThat(client.says("PASS " + SECRET)).startsWith("+OK");
        return client;
    }

    private static List<String> lines() {
        return only().lines().stream().map(Object::toString).toList();
    }

    private static Transcript only() {
        List<Transcript> transcripts = server.transcripts();
        assertThat(transcripts).hasSize(1);
        return transcripts.get(0);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(ISO_8859_1));
    }
}
