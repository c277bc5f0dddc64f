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
import nl.digipoort.james.server.EmbeddedGateway;
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

    @TempDir
    private static Path ofAll;

    /** Its certificate is for localhost alone. */
    private static TestServerProcess named;

    /** Waits ten seconds for a ClientHello before it greets in clear. */
    private static TestGateway patient;

    private final TestGateway gateway;

    @TempDir
    private Path scratch;

    OtherClientsIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @BeforeAll
    static void start() throws Exception {
        patient = TestGateway.on(
                EmbeddedGateway.start(ChangedConfiguration.home(ofAll.resolve("home"), "<grace>10<", "<grace>10000<")));
        named = TestServerProcess.start(ofAll, "--host", "localhost");
    }

    @AfterAll
    static void stop() {
        named.close();
        patient.close();
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
        TestGateway server = serverFor(name);
        Account account = accountWithTwoMessages(server);

        String fetched = client.fetch(scratch, seen(server, server.certificate()), account);

        assertThat(fetched).contains("Subject: first\n", "\n.dot\n..\n", "Subject: second\n");
        assertThat(server.list(account)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clientsThatDecide")
    void fetchesNothingFromAServerThatItDoesNotTrust(String name, OtherClient client) throws Exception {
        TestGateway server = serverFor(name);
        Account account = accountWithTwoMessages(server);
        TestCertificate another =
                TestCertificate.ec("localhost", Clock.systemUTC().instant());
        Path untrusted = Files.writeString(scratch.resolve("another.pem"), another.certificatePem());

        assertThat(attempt(client, "unknown", seen(server, untrusted.toString()), account))
                .isEmpty();

        assertThat(server.list(account)).hasSize(2);
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

    /** Clients that begin with TLS may prepare it when they are connected, however long that takes here. */
    private TestGateway serverFor(String client) {
        return client.endsWith("TLS at once") ? patient : gateway;
    }

    private static Server seen(TestGateway server, String certificate) {
        return new Server("localhost", server.pop3().getPort(), certificate);
    }

    private static Account accountWithTwoMessages(TestGateway server) throws Exception {
        Account account = server.newAccount();
        server.append(account, "Subject: first\r\n\r\n.dot\r\n..\r\n", "Subject: second\r\n\r\nx\r\n");
        return account;
    }
}
