// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.WebAdminClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an agency meets over SMTP when its message is too large for an account, or its maildrop is full. */
@ExtendWith(SharedGateway.class)
class RecipientLimitsIT {
    private static final Duration ARRIVAL = Duration.ofMinutes(1);
    private static final String TOO_LARGE = "552 5.3.4 Message is larger than the recipient takes";
    private static final String FULL = "452 4.2.2 Maildrop is full, try again later";
    private static final String LARGE = "Subject: large\r\n\r\n" + ("x".repeat(98) + "\r\n").repeat(200) + ".";
    private static final String SMALL = "Subject: small\r\n\r\nx\r\n.";

    private final TestGateway gateway;
    private final WebAdminClient webAdmin;
    private final List<Account> limited = new ArrayList<>();

    RecipientLimitsIT(TestGateway gateway) {
        this.gateway = gateway;
        this.webAdmin = gateway.webAdmin();
    }

    @Test
    void refusesALargeMessageAsSoonAsItsSizeIsKnown() throws Exception {
        Account account = accountWith("{\"largestMessage\":2000}");

        try (SmtpClient client = client()) {
            client.send("MAIL FROM:<agency@example.com> SIZE=2001");
            assertThat(recipient(client, account)).isEqualTo(TOO_LARGE);
            client.send("RSET");
            client.send("MAIL FROM:<agency@example.com> SIZE=2000");
            assertThat(recipient(client, account)).startsWith("250 ");
            client.send("RSET");

            client.send("MAIL FROM:<agency@example.com>");
            assertThat(recipient(client, account)).startsWith("250 ");
            client.send("DATA");
            assertThat(client.send(LARGE)).isEqualTo(TOO_LARGE);

            client.send("MAIL FROM:<agency@example.com>");
            assertThat(recipient(client, account)).startsWith("250 ");
            client.send("DATA");
            assertThat(client.send(SMALL)).startsWith("250 ");
        }

        awaitMessages(account, "1");
    }

    @Test
    void refusesAMessageThatIsTooLargeForOneOfItsRecipientsForAll() throws Exception {
        Account small = accountWith("{\"largestMessage\":2000}");
        Account other = gateway.newAccount();

        try (SmtpClient client = client()) {
            client.send("MAIL FROM:<agency@example.com>");
            assertThat(recipient(client, small)).startsWith("250 ");
            assertThat(recipient(client, other)).startsWith("250 ");
            client.send("DATA");
            assertThat(client.send(LARGE)).isEqualTo(TOO_LARGE);
        }

        assertThat(gateway.list(small)).isEmpty();
        assertThat(gateway.list(other)).isEmpty();
    }

    @Test
    void refusesMailForAFullMaildropAndHoldsWhatWasUnderWay() throws Exception {
        Account account = accountWith("{\"quotaMessages\":1}");
        assertThat(webAdmin.get("/quota/users/" + account.user() + "/count")).isEqualTo("1");

        try (SmtpClient one = client();
                SmtpClient two = client()) {
            for (SmtpClient client : new SmtpClient[] {one, two}) {
                client.send("MAIL FROM:<agency@example.com>");
                assertThat(recipient(client, account)).startsWith("250 ");
                client.send("DATA");
            }
            assertThat(one.send(SMALL)).startsWith("250 ");
            awaitMessages(account, "1");
            assertThat(two.send(SMALL)).startsWith("250 ");
            await().atMost(ARRIVAL).untilAsserted(() -> assertThat(webAdmin.get("/digipoort/held/" + account.user()))
                    .contains(account.user()));

            one.send("MAIL FROM:<agency@example.com>");
            assertThat(recipient(one, account)).isEqualTo(FULL);
        }
        try (Pop3Client client = gateway.loggedIn(account)) {
            assertThat(client.command("DELE 1")).startsWith("+OK");
            assertThat(client.command("QUIT")).startsWith("+OK");
        }

        await().atMost(ARRIVAL).untilAsserted(() -> assertThat(webAdmin.get("/digipoort/held/" + account.user()))
                .isEqualTo("[]"));
        assertThat(gateway.list(account)).hasSize(1);
    }

    /** Other tests look at all exceptions that there are. */
    @AfterEach
    void takeLimitsBack() throws Exception {
        for (Account account : limited) {
            webAdmin.send("DELETE", "/digipoort/limits/" + account.user(), "");
        }
    }

    private Account accountWith(String limits) throws Exception {
        Account account = gateway.newAccount();
        limited.add(account);
        assertThat(webAdmin.send("PUT", "/digipoort/limits/" + account.user(), limits)
                        .statusCode())
                .isEqualTo(204);
        return account;
    }

    private SmtpClient client() throws Exception {
        return new SmtpClient(gateway.process().smtpPort());
    }

    private static String recipient(SmtpClient client, Account account) throws Exception {
        return client.send("RCPT TO:<" + account.user() + ">");
    }

    private void awaitMessages(Account account, String count) {
        await().atMost(ARRIVAL).untilAsserted(() -> assertThat(webAdmin.messagesOf(account.user()))
                .isEqualTo(count));
    }
}
