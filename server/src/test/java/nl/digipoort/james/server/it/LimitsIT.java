// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.demo.ExampleMessage;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.demo.Transcript;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that cost and bring nothing, with short times. */
class LimitsIT {
    private static final int CONNECTIONS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final byte[] OCTET = "N".getBytes(US_ASCII);

    @TempDir
    static Path scratch;

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        Path home = ChangedConfiguration.home(
                scratch.resolve("home"),
                "<handshakeTime>10</handshakeTime>\n            <loginTime>60</loginTime>\n"
                        + "            <stalledAfter>300</stalledAfter>",
                "<handshakeTime>8</handshakeTime><loginTime>60</loginTime><stalledAfter>10</stalledAfter>");
        ChangedConfiguration.change(home, "<connectionLimitPerIP>200</", "<connectionLimitPerIP>" + CONNECTIONS + "</");
        gateway = TestGateway.on(EmbeddedGateway.start(home));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void endsAHandshakeThatDoesNotGetOn() throws IOException {
        try (Pop3Client client = gateway.connect()) {
            client.patience(Duration.ofSeconds(40));
            assertThat(client.command("STLS")).startsWith("+OK");

            assertThat(client.read())
                    .as("long before the time for the login is over")
                    .isEqualTo(-1);
        }
    }

    @Test
    void endsALoginThatTakesTooLongWhateverIsDribbled() throws Exception {
        try (Pop3Client client = gateway.connect()) {
            client.patience(PAUSE);
            int[] first = new int[1];

            await().atMost(PATIENCE)
                    .pollInterval(PAUSE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> {
                        client.sendOctets(OCTET);
                        first[0] = client.read();
                        return true;
                    });

            assertThat(first[0]).isEqualTo('-');
            assertThat(client.readLine()).isEqualTo("ERR Login took too long");
        }
    }

    @Test
    void dropsAClientThatDoesNotReadAndFreesItsMaildrop() throws Exception {
        Account account = gateway.newAccount();
        Path message = scratch.resolve("large.eml");
        ExampleMessage.of(2, account.user(), ExampleMessage.LARGE).write(message);
        gateway.append(account, message);

        try (Pop3Client stalled = gateway.loggedIn(account)) {
            stalled.send("RETR 1");

            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .untilAsserted(() -> {
                        try (Pop3Client next = gateway.loggedIn(account)) {
                            assertThat(next.command("QUIT")).isEqualTo("+OK Bye");
                        }
                    });
        }
    }

    @Test
    void closesConnectionsFromOneAddressThatAreTooMany() throws IOException {
        List<Pop3Client> clients = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                clients.add(Pop3Client.connect(gateway.pop3(), Transcript.NONE));
            }
            for (Pop3Client client : clients) {
                assertThat(client.read()).isEqualTo('+');
            }
            try (Pop3Client oneTooMany = Pop3Client.connect(gateway.pop3(), Transcript.NONE)) {
                assertThat(oneTooMany.read()).isEqualTo(-1);
            }
        } finally {
            for (Pop3Client client : clients) {
                client.close();
            }
        }
    }
}
