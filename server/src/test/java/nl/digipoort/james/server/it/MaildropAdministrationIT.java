// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.OpenApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an operator sees of one maildrop. */
@ExtendWith(SharedGateway.class)
class MaildropAdministrationIT {
    private static final String UNUSED =
            "\"lock\":null,\"lastLogin\":null,\"lastRetrieval\":null,\"heldDeliveries\":0,\"oldestHeldAt\":null,"
                    + "\"limits\":{\"loginDelay\":0,\"retention\":\"never\",\"largestMessage\":\"unlimited\","
                    + "\"quotaOctets\":\"unlimited\",\"quotaMessages\":\"unlimited\"}}";

    private final TestGateway gateway;

    MaildropAdministrationIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void showsAMaildropThatHasNoMailboxYet() throws Exception {
        Account account = gateway.newAccount();

        assertThat(show(account))
                .isEqualTo("{\"user\":\"" + account.user() + "\",\"messages\":0,\"octets\":0," + UNUSED);
    }

    @Test
    void showsWhatIsInAMaildropWhoHasItAndWhenItWasLastUsed() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, "Subject: a\r\n\r\nx\r\n", "Subject: b\n\nx\n");
        assertThat(show(account)).contains("\"messages\":2,\"octets\":31," + UNUSED);

        try (Pop3Client client = gateway.loggedIn(account)) {
            assertThat(client.command("STAT")).isEqualTo("+OK 2 34");
            take(client, "TOP 1 9");
            assertThat(show(account))
                    .contains("\"messages\":2,\"octets\":34,\"lock\":{\"user\":\"" + account.user()
                            + "\",\"kind\":\"session\"")
                    .contains("\"lastLogin\":{\"at\":\"20", "\"client\":\"127.0.0.1\"},\"lastRetrieval\":null,");

            take(client, "RETR 1");
            assertThat(show(account)).contains("\"lastRetrieval\":{\"at\":\"20");

            client.command("DELE 1");
            client.command("QUIT");
        }

        assertThat(show(account))
                .contains("\"messages\":1,\"octets\":17,\"lock\":null,\"lastLogin\":{", "\"lastRetrieval\":{");
        OpenApi description = OpenApi.read(
                Path.of(System.getProperty("digipoort.script")).resolveSibling("docs/reference/openapi.yaml"));
        assertThat(description.problems("Maildrop", show(account))).isEmpty();
    }

    /** Behind NOOP the server has looked at the end of the answer before. */
    private static void take(Pop3Client client, String command) throws Exception {
        assertThat(client.command(command)).startsWith("+OK");
        client.readLines();
        assertThat(client.command("NOOP")).startsWith("+OK");
    }

    private String show(Account account) throws Exception {
        HttpResponse<String> response = gateway.webAdmin().send("GET", "/digipoort/maildrops/" + account.user(), "");
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }
}
