// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import nl.digipoort.james.server.TestServerProcess;
import nl.digipoort.james.server.it.OtherClient.Server;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.TestCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ready programs and libraries, by STLS and with TLS at once: they fetch and delete, and nothing from a server that they do not trust. */
@ExtendWith(SharedGateway.class)
class OtherClientsIT {
    private static final int MOST_RUNS = 10;

    @TempDir
    private static Path ofAll;

    /** Its certificate is for localhost alone. */
    private static TestServerProcess named;

    private final TestGateway gateway;

    @TempDir
    private Path scratch;

    OtherClientsIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @BeforeAll
    static void start() throws IOException {
        named = TestServerProcess.start(ofAll, "--host", "localhost");
    }

    @AfterAll
    static void stop() {
        named.close();
    }

    static List<Arguments> clients() {
        return Stream.concat(clientsThatDecide().stream(), clientsThatAsk().stream())
                .toList();
    }

    static List<Arguments> clientsThatDecide() {
        return List.of(
                named(
                        "fetchmail, STLS",
                        (folder, at, who) -> OtherClient.fetchmail(folder, at, who, "sslproto TLS1.2+")),
                named("fetchmail, TLS at once", (folder, at, who) -> OtherClient.fetchmail(folder, at, who, "ssl")),
                named("getmail, TLS at once", OtherClient::getmail),
                named("Ruby, TLS at once", OtherClient::ruby),
                named("s-nail, STLS", (folder, at, who) -> OtherClient.snail(folder, at, who, "pop3")),
                named("s-nail, TLS at once", (folder, at, who) -> OtherClient.snail(folder, at, who, "pop3s")),
                named("Angus Mail, STLS", (folder, at, who) -> JavaClients.angus(at, who, "pop3")),
                named("Angus Mail, TLS at once", (folder, at, who) -> JavaClients.angus(at, who, "pop3s")),
                named("Commons Net, STLS", (folder, at, who) -> JavaClients.commonsNet(at, who, false)),
                named("Commons Net, TLS at once", (folder, at, who) -> JavaClients.commonsNet(at, who, true)));
    }

    static List<Arguments> clientsThatAsk() {
        return List.of(
                named("NeoMutt, STLS", (folder, at, who) -> OtherClient.neomutt(folder, at, who, "pop")),
                named("NeoMutt, TLS at once", (folder, at, who) -> OtherClient.neomutt(folder, at, who, "pops")));
    }

    private static Arguments named(String name, OtherClient client) {
        return Arguments.of(name, client);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clients")
    void fetchesAndDeletes(String name, OtherClient client) throws Exception {
        Account account = accountWithTwoMessages();

        String fetched = name.endsWith("TLS at once")
                ? fetchAtLast(client, account)
                : client.fetch(scratch, server("localhost", gateway.certificate()), account);

        assertThat(fetched).contains("Subject: first\n", "\n.dot\n..\n", "Subject: second\n");
        assertThat(gateway.list(account)).isEmpty();
    }

    /**
     * Those that prepare TLS when they are connected are greeted in clear where that takes half a second, and are run again (clients.md). A
     * run that fails for any other reason is the last one.
     */
    private String fetchAtLast(OtherClient client, Account account) throws Exception {
        Server server = server("localhost", gateway.certificate());
        for (int attempt = 1; ; attempt++) {
            long before = greetedInClear();
            try {
                String fetched = client.fetch(Files.createDirectory(scratch.resolve("run" + attempt)), server, account);
                if (!fetched.isEmpty() || attempt == MOST_RUNS || greetedInClear() == before) {
                    return fetched;
                }
            } catch (IOException | MessagingException e) {
                if (attempt == MOST_RUNS || greetedInClear() == before) {
                    throw e;
                }
            }
        }
    }

    /** How many clients had not begun TLS in time. */
    private long greetedInClear() throws IOException {
        try (Stream<String> log = Files.lines(gateway.process().home().resolve("var/log/digipoort.log"))) {
            return log.filter(line -> line.contains("began TLS later than immediateTls/grace"))
                    .count();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clientsThatDecide")
    void fetchesNothingFromAServerThatItDoesNotTrust(String name, OtherClient client) throws Exception {
        Account account = accountWithTwoMessages();
        TestCertificate another =
                TestCertificate.ec("localhost", Clock.systemUTC().instant());
        Path untrusted = Files.writeString(scratch.resolve("another.pem"), another.certificatePem());

        assertThat(attempt(client, "unknown", server("localhost", untrusted.toString()), account))
                .isEmpty();

        assertThat(gateway.list(account)).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clientsThatDecide")
    void doesNotLogInToAServerOfAnotherName(String name, OtherClient client) throws Exception {
        named.request("POST", "/reset");
        Server misnamed =
                new Server("127.0.0.1", named.port(), named.certificate().toString());

        String fetched = attempt(client, "misnamed", misnamed, new Account("slow@example.org", "digipoort"));

        assertThat(fetched).isEmpty();
        assertThat(named.request("GET", "/transcripts"))
                .contains("# session ")
                .doesNotContainPattern("C: (USER|AUTH|PASS)");
    }

    private String attempt(OtherClient client, String folder, Server server, Account account) throws Exception {
        try {
            return client.fetch(Files.createDirectory(scratch.resolve(folder)), server, account);
        } catch (IOException | MessagingException e) {
            return "";
        }
    }

    private Server server(String host, String certificate) {
        return new Server(host, gateway.pop3().getPort(), certificate);
    }

    private Account accountWithTwoMessages() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, "Subject: first\r\n\r\n.dot\r\n..\r\n", "Subject: second\r\n\r\nx\r\n");
        return account;
    }
}
