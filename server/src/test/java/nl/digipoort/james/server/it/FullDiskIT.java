// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is accepted stays, octet for octet and in order, when the disk is full at any step; with space back all goes on by itself. */
class FullDiskIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MEGABYTES = 200;
    private static final int MEGABYTE = 1 << 20;
    private static final int HELD = 20;

    @TempDir
    Path scratch;

    @Test
    void takesNothingBelowTheFloorAndGoesOnWhenThereIsSpace() throws Exception {
        try (SmallFileSystem disk = SmallFileSystem.tmpfs(scratch, MEGABYTES);
                TestGateway gateway = start(disk, 64)) {
            Account account = gateway.newAccount();
            assertThat(send(gateway, account, 1)).startsWith("250 ");

            disk.fill(32 * MEGABYTE);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(mailCommand(gateway))
                    .isEqualTo("452 4.3.1 Not enough storage, try again later"));
            assertThat(gateway.webAdmin()
                            .send("GET", "/healthcheck/checks/Digipoort%20maildrops", "")
                            .body())
                    .contains("unhealthy");
            assertThat(fetchAndDelete(gateway, account)).containsExactly(message(1));

            disk.empty();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(mailCommand(gateway)).startsWith("250 "));
            assertThat(send(gateway, account, 2)).startsWith("250 ");
            assertThat(fetchAndDelete(gateway, account)).containsExactly(message(2));
        }
    }

    /** With no floor, as when somebody else fills the disk faster than anybody looks. */
    @Test
    void losesNothingThatItAcceptedWhenTheDiskIsFullAtEachStep() throws Exception {
        List<String> accepted = new ArrayList<>();
        try (SmallFileSystem disk = SmallFileSystem.ext4(scratch, MEGABYTES);
                TestGateway gateway = start(disk, 0)) {
            Account account = gateway.newAccount();
            try (Pop3Client session = gateway.loggedIn(account)) {
                for (int i = 0; i < HELD; i++) {
                    assertThat(send(gateway, account, i)).startsWith("250 ");
                    accepted.add(message(i));
                }
                // while it is held
                disk.fill(0);
                for (int i = HELD; i < HELD + 5; i++) {
                    if (accepted(gateway, account, i)) {
                        accepted.add(message(i));
                    }
                }
                // while it is brought in
                session.command("QUIT");
            }
            awaitAttempt(gateway, account);
            // while it goes straight in
            for (int i = HELD + 5; i < HELD + 10; i++) {
                if (accepted(gateway, account, i)) {
                    accepted.add(message(i));
                }
            }

            disk.empty();
            await().atMost(PATIENCE).until(() -> gateway.webAdmin()
                    .get("/digipoort/held/" + account.user())
                    .equals("[]"));
            assertThat(send(gateway, account, 100)).startsWith("250 ");
            accepted.add(message(100));

            // while it is deleted
            List<String> fetched = new ArrayList<>();
            try (Pop3Client client = gateway.loggedIn(account)) {
                fetched.addAll(fetchMarking(client));
                disk.fill(0);
                client.command("QUIT");
            }
            assertThat(fetched).isEqualTo(accepted);
            disk.empty();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(send(gateway, account, 101)).startsWith("250 "));
            List<String> left = fetchAndDelete(gateway, account);
            assertThat(left).endsWith(message(101));
            assertThat(accepted).containsAll(left.subList(0, left.size() - 1));
        }
    }

    private static TestGateway start(SmallFileSystem disk, int floor) throws Exception {
        Path home = ChangedConfiguration.home(
                disk.folder().resolve("home"), "<freeSpace>256</freeSpace>", "<freeSpace>" + floor + "</freeSpace>");
        return TestGateway.on(EmbeddedGateway.start(home));
    }

    private static String mailCommand(TestGateway gateway) throws IOException {
        try (SmtpClient client = new SmtpClient(gateway.process().smtpPort())) {
            return client.send("MAIL FROM:<agency@example.com>");
        }
    }

    private static String send(TestGateway gateway, Account account, int number) throws IOException {
        try (SmtpClient client = new SmtpClient(gateway.process().smtpPort())) {
            return client.deliver(message(number).getBytes(StandardCharsets.US_ASCII), account.user());
        }
    }

    /** Whether it was; what is refused gets a 4xx, and an answer always. */
    private static boolean accepted(TestGateway gateway, Account account, int number) throws IOException {
        try (SmtpClient client = new SmtpClient(gateway.process().smtpPort())) {
            for (String command : List.of("MAIL FROM:<agency@example.com>", "RCPT TO:<" + account.user() + ">")) {
                String answer = client.send(command);
                if (!answer.startsWith("250 ")) {
                    assertThat(answer).startsWith("4");
                    return false;
                }
            }
            assertThat(client.send("DATA")).startsWith("354 ");
            String answer = client.send(message(number) + ".");
            assertThat(answer).matches("(250|4[0-9][0-9]) .*");
            return answer.startsWith("250 ");
        }
    }

    /** Each has the size of some blocks, and tells its number. */
    private static String message(int number) {
        return "Subject: number " + number + "\r\n\r\n" + ("content of number " + number + "\r\n").repeat(2000);
    }

    /** The bringing in of held mail has been tried. */
    private static void awaitAttempt(TestGateway gateway, Account account) {
        await().atMost(PATIENCE)
                .until(() -> gateway.webAdmin()
                                .send("POST", "/digipoort/held/" + account.user() + "?action=release", "")
                                .statusCode()
                        != 409);
    }

    private static List<String> fetchAndDelete(TestGateway gateway, Account account) throws IOException {
        try (Pop3Client client = gateway.loggedIn(account)) {
            List<String> messages = fetchMarking(client);
            assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
            return messages;
        }
    }

    private static List<String> fetchMarking(Pop3Client client) throws IOException {
        List<String> messages = new ArrayList<>();
        int count = Integer.parseInt(client.command("STAT").split(" ", -1)[1]);
        for (int number = 1; number <= count; number++) {
            assertThat(client.command("RETR " + number)).startsWith("+OK ");
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            client.readBody(body);
            String text = body.toString(StandardCharsets.US_ASCII);
            messages.add(text.substring(text.indexOf("Subject: ")));
            client.command("DELE " + number);
        }
        return messages;
    }
}
