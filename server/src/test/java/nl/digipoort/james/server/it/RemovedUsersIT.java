// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.apache.james.cli.probe.impl.JmxConnection;
import org.apache.james.cli.probe.impl.JmxDataProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Users and domains that go, passwords that change, and who gets the name next. */
@ExtendWith(SharedGateway.class)
class RemovedUsersIT {
    private static final String MESSAGE = "Subject: a\r\n\r\none\r\n";
    private static final String REFUSED = "-ERR [AUTH] Authentication failed";

    private final TestGateway gateway;

    RemovedUsersIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void endsTheSessionOfARemovedUserAndGivesTheNextOfThatNameNothing() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, MESSAGE);
        gateway.webAdmin().send("PUT", "/digipoort/limits/" + account.user(), "{\"loginDelay\":60}");

        try (Pop3Client client = gateway.loggedIn(account)) {
            assertThat(client.command("DELE 1")).startsWith("+OK");
            assertThat(SmtpClient.deliver(gateway.process().smtpPort(), account.user(), "held"))
                    .startsWith("250");

            removeUser(account);

            assertThat(client.read()).as("the end of the connection").isEqualTo(-1);
        }
        addUser(account);

        assertThat(gateway.list(account)).isEmpty();
        assertThat(gateway.list(account)).as("at once: without the login delay").isEmpty();
        String mailboxes = gateway.webAdmin().get("/users/" + account.user() + "/mailboxes");
        assertThat(mailboxes).contains("\"removed-");
        String aside = mailboxes.replaceAll(".*\"(removed-[^\"]*)\".*", "$1");
        assertThat(gateway.webAdmin().get("/users/" + account.user() + "/mailboxes/" + aside + "/messageCount"))
                .as("what was marked, and what was held")
                .isEqualTo("2");

        String restore = "/digipoort/maildrops/" + account.user() + "?action=restore&mailbox=" + aside;
        assertThat(gateway.webAdmin().send("POST", restore, "").statusCode()).isEqualTo(204);

        assertThat(gateway.list(account)).hasSize(2);
    }

    @Test
    void doesTheSameByWebAdmin() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, MESSAGE);

        try (Pop3Client client = gateway.loggedIn(account)) {
            assertThat(gateway.webAdmin()
                            .send("DELETE", "/users/" + account.user(), "")
                            .statusCode())
                    .isEqualTo(204);
            assertThat(client.read()).isEqualTo(-1);
        }
        putUser(account.user(), account.password());

        assertThat(gateway.list(account)).isEmpty();
    }

    @Test
    void endsTheSessionWhosePasswordIsChangedAndNotThatOfTheSamePassword() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, MESSAGE);

        try (Pop3Client client = gateway.loggedIn(account)) {
            client.command("DELE 1");
            gateway.setPassword(account, account.password());
            assertThat(client.command("NOOP")).isEqualTo("+OK");

            gateway.setPassword(account, "another");

            assertThat(client.read()).isEqualTo(-1);
        }
        Account changed = new Account(account.user(), "another");
        try (Pop3Client client = gateway.loggedIn(changed)) {
            putUser(account.user() + "?force", "a third");
            assertThat(client.read()).isEqualTo(-1);
        }
        assertThat(gateway.list(new Account(account.user(), "a third"))).hasSize(1);
    }

    @Test
    void refusesTheUsersOfARemovedDomainByEveryMechanismAndDeletesNothingForThem() throws Exception {
        Account account = new Account("anna@gone.example", "geheim");
        try (JmxConnection jmx = gateway.jmx()) {
            JmxDataProbe probe = new JmxDataProbe().connect(jmx);
            probe.addDomain("gone.example");
            probe.addUser(account.user(), account.password());
        }
        gateway.append(account, MESSAGE);

        try (Pop3Client client = gateway.loggedIn(account)) {
            client.command("DELE 1");
            removeDomain();

            assertThat(client.command("QUIT")).isEqualTo("-ERR The account has changed, no message was removed");
        }

        String plain = base64("\0" + account.user() + "\0" + account.password());
        assertThat(answer(client -> client.command("AUTH PLAIN " + plain))).isEqualTo(REFUSED);
        assertThat(answer(client -> {
                    client.command("AUTH LOGIN");
                    client.command(base64(account.user()));
                    return client.command(base64(account.password()));
                }))
                .isEqualTo(REFUSED);
        assertThat(answer(client -> {
                    client.command("USER " + account.user());
                    return client.command("PASS " + account.password());
                }))
                .isEqualTo(REFUSED);
        assertThat(answer(client -> new DigestMd5Login(account.user(), account.password()).on(client)))
                .isEqualTo(REFUSED);

        try (JmxConnection jmx = gateway.jmx()) {
            new JmxDataProbe().connect(jmx).addDomain("gone.example");
        }
        assertThat(gateway.list(account)).hasSize(1);
    }

    @Test
    void deletesTheMailOfARemovedUserWhereTheOperatorChoseSo(@TempDir Path scratch) throws Exception {
        Path home = ChangedConfiguration.home(
                scratch.resolve("home"), "<removedUsers>keep</removedUsers>", "<removedUsers>purge</removedUsers>");
        try (TestGateway purging = TestGateway.on(EmbeddedGateway.start(home))) {
            Account account = purging.newAccount();
            purging.append(account, MESSAGE);
            try (JmxConnection jmx = purging.jmx()) {
                JmxDataProbe probe = new JmxDataProbe().connect(jmx);
                probe.removeUser(account.user());
                probe.addUser(account.user(), account.password());
            }

            assertThat(purging.list(account)).isEmpty();
            assertThat(purging.webAdmin().get("/users/" + account.user() + "/mailboxes"))
                    .doesNotContain("removed-");
        }
    }

    private interface Dialogue {
        String on(Pop3Client client) throws IOException;
    }

    private String answer(Dialogue dialogue) throws IOException {
        try (Pop3Client client = gateway.secured()) {
            return dialogue.on(client);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private void putUser(String path, String password) throws Exception {
        assertThat(gateway.webAdmin()
                        .send("PUT", "/users/" + path, "{\"password\":\"" + password + "\"}")
                        .statusCode())
                .isEqualTo(204);
    }

    private void addUser(Account account) throws Exception {
        try (JmxConnection jmx = gateway.jmx()) {
            new JmxDataProbe().connect(jmx).addUser(account.user(), account.password());
        }
    }

    private void removeUser(Account account) throws Exception {
        try (JmxConnection jmx = gateway.jmx()) {
            new JmxDataProbe().connect(jmx).removeUser(account.user());
        }
    }

    private void removeDomain() throws Exception {
        try (JmxConnection jmx = gateway.jmx()) {
            JmxDataProbe probe = new JmxDataProbe().connect(jmx);
            assertThat(List.copyOf(probe.listDomains())).contains("gone.example");
            probe.removeDomain("gone.example");
        }
    }
}
