// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.OddMessages;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Between the DATA of the agency and the RETR of the client no octet changes, by whichever way the mail comes. */
@ExtendWith(SharedGateway.class)
class OctetsIT {
    private final TestGateway gateway;

    OctetsIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    static Map<String, byte[]> messages() {
        return OddMessages.all();
    }

    static Stream<String> names() {
        return messages().keySet().stream();
    }

    /** Straight in; while a session is there; for two, one of whom has a session; and one more straight in. */
    @ParameterizedTest
    @MethodSource("names")
    void arriveAsTheyWereSent(String name) throws Exception {
        byte[] message = messages().get(name);
        Account anna = gateway.newAccount();
        Account bob = gateway.newAccount();

        try (SmtpClient agency = new SmtpClient(gateway.process().smtpPort())) {
            assertThat(agency.deliver(message, anna.user())).startsWith("250 ");
            try (Pop3Client session = gateway.loggedIn(anna)) {
                assertThat(agency.deliver(message, anna.user())).startsWith("250 ");
                assertThat(agency.deliver(message, anna.user(), bob.user())).startsWith("250 ");
                assertThat(session.command("QUIT")).isEqualTo("+OK Bye");
            }
            gateway.awaitMessages(anna, 3);
            gateway.awaitMessages(bob, 1);
            assertThat(agency.deliver(message, anna.user())).startsWith("250 ");
        }

        Fetched.from(gateway, anna).areTraced(message, message, message, message);
        Fetched.from(gateway, bob).areTraced(message);
    }

    /** Past SMTP, by the command line of James: without trace lines. */
    @ParameterizedTest
    @MethodSource("names")
    void areImportedAsTheyAre(String name) throws Exception {
        byte[] message = messages().get(name);
        Account account = gateway.newAccount();

        gateway.append(account, new String(message, StandardCharsets.ISO_8859_1));

        Fetched.from(gateway, account).are(message);
    }
}
