package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interface rules 3, 4, 7 and 8; RFC 2595 sections 2 and 4. */
@ExtendWith(SharedGateway.class)
class BeforeTlsIT {
    private final TestGateway gateway;

    BeforeTlsIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void greetsWithoutProductOrTimestamp() throws IOException {
        try (Pop3Client client = Pop3Client.connect(gateway.pop3(), nl.digipoort.james.server.demo.Transcript.NONE)) {
            assertThat(client.readLine()).isEqualTo("+OK Hello there.");
        }
    }

    @Test
    void listsNothingThatShowsAPassword() throws IOException {
        try (Pop3Client client = gateway.connect()) {
            assertThat(client.command("CAPA")).isEqualTo("+OK Here's what I can do");
            assertThat(client.readLines()).containsExactly("SASL DIGEST-MD5", "TOP", "PIPELINING", "STLS");
        }
    }

    @Test
    void refusesRightAndWrongCredentialsInTheSameWords() throws Exception {
        Account account = gateway.newAccount();
        Set<String> answers = new HashSet<>();

        try (Pop3Client client = gateway.connect()) {
            for (String line : List.of(
                    "USER " + account.user(),
                    "PASS " + account.password(),
                    "PASS wrong",
                    "AUTH DIGEST-MD5",
                    "AUTH PLAIN AHgAeA==",
                    "AUTH NONSENSE",
                    "STAT",
                    "RETR 1",
                    "XYZZY",
                    "")) {
                answers.add(client.command(line));
            }
            assertThat(client.command("QUIT")).startsWith("+OK");
        }

        assertThat(answers).containsExactly("-ERR STLS first");
    }

    @Test
    void forgetsAUserThatWasNamedBeforeTls() throws Exception {
        Account account = gateway.newAccount();

        try (Pop3Client client = gateway.connect()) {
            client.command("USER " + account.user());
            client.command("STLS");
            client.startTls(gateway.tls(), "localhost");

            assertThat(client.command("PASS " + account.password())).startsWith("-ERR");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CAPA\r\n", "QUIT\r\n", "USER x\r\nPASS y\r\n", "x", "\u0016\u0003\u0001"})
    void runsNothingThatIsPipelinedBehindStls(String injected) throws IOException {
        try (Pop3Client client = gateway.connect()) {
            client.sendOctets(("STLS\r\n" + injected).getBytes(StandardCharsets.ISO_8859_1));

            assertThat(client.readLine()).startsWith("-ERR");
            assertThat(client.read()).isEqualTo(-1);
        }
    }

    @Test
    void takesStlsWithoutArgumentsAndOnceOnly() throws IOException {
        try (Pop3Client client = gateway.connect()) {
            assertThat(client.command("STLS now")).startsWith("-ERR");
            assertThat(client.command("stls")).isEqualTo("+OK Begin TLS negotiation");
            client.startTls(gateway.tls(), "localhost");

            assertThat(client.command("STLS")).startsWith("-ERR");
            client.command("CAPA");
            assertThat(client.readLines())
                    .containsExactly(
                            "SASL DIGEST-MD5 PLAIN LOGIN",
                            "USER",
                            "UIDL",
                            "TOP",
                            "PIPELINING",
                            "RESP-CODES",
                            "AUTH-RESP-CODE");
        }
    }

    @Test
    void endsTheConnectionWhenTheHandshakeFails() throws IOException {
        try (Pop3Client client = gateway.connect()) {
            client.command("STLS");
            client.send("CAPA in clear after all");

            int octet = client.read();
            while (octet >= 0) {
                assertThat((char) octet).isNotEqualTo('+');
                octet = client.read();
            }
        }
    }

    @Test
    void staysRaceFreeOverHundredsOfStls() throws IOException {
        for (int i = 0; i < 300; i++) {
            try (Pop3Client client = gateway.secured()) {
                assertThat(client.command("QUIT")).startsWith("+OK");
            }
        }
    }
}
