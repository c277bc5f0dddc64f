// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.OddMessages;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mail by LMTP, as a mail server in front hands it over: an answer for each recipient, and the octets as they are. */
class LmtpIT {
    private static final byte[] LARGE =
            ("Subject: large\r\n\r\n" + ("x".repeat(98) + "\r\n").repeat(200)).getBytes(US_ASCII);
    private static final byte[] SMALL = "Subject: small\r\n\r\nx\r\n".getBytes(US_ASCII);
    private static final String OK = "250 2.6.0 ";
    private static final String SENDING =
            """
            import os, smtplib, sys
            port, recipient, directory = sys.argv[1:]
            with smtplib.LMTP('127.0.0.1', int(port), 'client.example.org') as client:
                for name in sorted(os.listdir(directory)):
                    with open(os.path.join(directory, name), 'rb') as message:
                        client.sendmail('agency@example.com', [recipient], message.read())
            """;

    @TempDir
    private static Path scratch;

    private static TestGateway gateway;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        Path home = ChangedConfiguration.unchanged(scratch.resolve("home"));
        ChangedConfiguration.change(home, "lmtpserver.xml", "enabled=\"false\"", "enabled=\"true\"");
        ChangedConfiguration.change(home, "lmtpserver.xml", "127.0.0.1:24", "127.0.0.1:0");
        gateway = TestGateway.on(EmbeddedGateway.start(home));
        port = gateway.lmtpPort();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void isGreetedByLhloOnly() throws Exception {
        try (SmtpClient client = SmtpClient.lmtp(port)) {
            assertThat(client.send("EHLO client.example.org")).isEqualTo("500 5.5.1 Unknown command");
            assertThat(client.send("HELO client.example.org")).isEqualTo("500 5.5.1 Unknown command");
            assertThat(client.send("LHLO client.example.org")).isEqualTo("250 STARTTLS");
        }
        try (SmtpClient client = new SmtpClient(gateway.process().smtpPort())) {
            assertThat(client.send("LHLO client.example.org")).isEqualTo("500 5.5.1 Unknown command");
        }
    }

    @Test
    void answersForEachRecipient() throws Exception {
        Account plain = gateway.newAccount();
        Account small = gateway.newAccount();
        Account full = gateway.newAccount();
        Account busy = gateway.newAccount();
        limit(small, "{\"largestMessage\":2000}");
        limit(full, "{\"quotaMessages\":1}");

        try (SmtpClient client = SmtpClient.lmtp(port);
                Pop3Client session = gateway.loggedIn(busy)) {
            assertThat(client.deliver(SMALL, full.user())).startsWith(OK);
            gateway.awaitMessages(full, 1);

            client.send("MAIL FROM:<agency@example.com>");
            assertThat(rcpt(client, "nobody@" + TestGateway.DOMAIN)).isEqualTo("550 5.1.1 Unknown recipient");
            assertThat(rcpt(client, "nobody@example.com")).isEqualTo("550 5.7.1 Relaying denied");
            assertThat(rcpt(client, full.user())).isEqualTo("452 4.2.2 Maildrop is full, try again later");
            assertThat(rcpt(client, small.user())).isEqualTo("250 2.1.5 Recipient OK");
            assertThat(rcpt(client, busy.user())).isEqualTo("250 2.1.5 Recipient OK");
            assertThat(rcpt(client, plain.user())).isEqualTo("250 2.1.5 Recipient OK");
            assertThat(client.send("DATA")).startsWith("354 ");

            assertThat(client.end(LARGE)).isEqualTo("552 5.3.4 Message is larger than the recipient takes");
            assertThat(client.reply()).startsWith(OK);
            assertThat(client.reply()).startsWith(OK);

            assertThat(client.send("NOOP")).isEqualTo("250 2.0.0 OK");
            assertThat(gateway.webAdmin().get("/digipoort/held/" + busy.user())).contains(busy.user());
            assertThat(session.command("QUIT")).isEqualTo("+OK Bye");
        }

        gateway.awaitMessages(busy, 1);
        Fetched.from(gateway, plain).areTraced(LARGE);
        Fetched.from(gateway, busy).areTraced(LARGE);
        Fetched.from(gateway, full).areTraced(SMALL);
        Fetched.from(gateway, small).areTraced();
    }

    @Test
    void refusesForEachRecipientWhatNobodyTakes() throws Exception {
        Account anna = gateway.newAccount();
        Account bob = gateway.newAccount();
        byte[] circling = ("Received: by mail.example.com\r\n".repeat(101) + "\r\nx\r\n").getBytes(US_ASCII);

        try (SmtpClient client = SmtpClient.lmtp(port)) {
            assertThat(client.deliver(circling, anna.user(), bob.user()))
                    .isEqualTo("554 5.4.6 Message goes in circles");
            assertThat(client.reply()).isEqualTo("554 5.4.6 Message goes in circles");
            assertThat(client.send("NOOP")).isEqualTo("250 2.0.0 OK");
        }

        Fetched.from(gateway, anna).areTraced();
        Fetched.from(gateway, bob).areTraced();
    }

    /** Each recipient has its answer, the maildrop one message. */
    @Test
    void deliversOnceToAMaildropOfTwoRecipients() throws Exception {
        Account account = gateway.newAccount();
        String alias = "alias-" + account.user();
        assertThat(gateway.webAdmin()
                        .send("PUT", "/address/aliases/" + account.user() + "/sources/" + alias, "")
                        .statusCode())
                .isEqualTo(204);

        try (SmtpClient client = SmtpClient.lmtp(port)) {
            assertThat(client.deliver(SMALL, alias, account.user())).startsWith(OK);
            assertThat(client.reply()).startsWith(OK);
            try (Pop3Client session = gateway.loggedIn(account)) {
                assertThat(client.deliver(SMALL, account.user(), alias)).startsWith(OK);
                assertThat(client.reply()).startsWith(OK);
                assertThat(session.command("QUIT")).isEqualTo("+OK Bye");
            }
        }

        gateway.awaitMessages(account, 2);
        Fetched.from(gateway, account).areTraced(SMALL, SMALL);
    }

    static Stream<String> names() {
        return OddMessages.all().keySet().stream();
    }

    /** Straight in; while a session is there; for two, one of whom has a session; and one more straight in. */
    @ParameterizedTest
    @MethodSource("names")
    void changesNoOctet(String name) throws Exception {
        byte[] message = OddMessages.all().get(name);
        Account anna = gateway.newAccount();
        Account bob = gateway.newAccount();

        try (SmtpClient relay = SmtpClient.lmtp(port)) {
            assertThat(relay.deliver(message, anna.user())).startsWith(OK);
            try (Pop3Client session = gateway.loggedIn(anna)) {
                assertThat(relay.deliver(message, anna.user())).startsWith(OK);
                assertThat(relay.deliver(message, anna.user(), bob.user())).startsWith(OK);
                assertThat(relay.reply()).startsWith(OK);
                assertThat(session.command("QUIT")).isEqualTo("+OK Bye");
            }
            gateway.awaitMessages(anna, 3);
            assertThat(relay.deliver(message, anna.user())).startsWith(OK);
        }

        Fetched.from(gateway, anna).areTraced(message, message, message, message);
        Fetched.from(gateway, bob).areTraced(message);
    }

    /** A client that we did not write. It reads one answer, so each mail has one recipient; it makes an empty line of an empty mail. */
    @Test
    void takesMailOfPythonsSmtplib() throws Exception {
        Account account = gateway.newAccount();
        Path directory = Files.createDirectory(scratch.resolve("messages"));
        List<byte[]> messages = new ArrayList<>();
        for (String name :
                names().filter(name -> !name.equals("empty")).sorted().toList()) {
            messages.add(OddMessages.all().get(name));
            Files.write(directory.resolve(name), messages.get(messages.size() - 1));
        }

        RealClient.in(scratch)
                .run("python3", "-c", SENDING, Integer.toString(port), account.user(), directory.toString());

        Fetched.from(gateway, account).areTraced(messages.toArray(byte[][]::new));
    }

    private static void limit(Account account, String limits) throws Exception {
        assertThat(gateway.webAdmin()
                        .send("PUT", "/digipoort/limits/" + account.user(), limits)
                        .statusCode())
                .isEqualTo(204);
    }

    private static String rcpt(SmtpClient client, String address) throws Exception {
        return client.send("RCPT TO:<" + address + ">");
    }
}
