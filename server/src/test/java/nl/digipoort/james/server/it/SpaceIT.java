// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded server gives the space of deleted messages back while it runs, wherever in the file the messages are that stay. */
class SpaceIT {
    /** It looks once a minute. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final int MESSAGES = 20;
    private static final int OCTETS = 3_200_000;
    private static final long MIB = 1024 * 1024;

    @TempDir
    Path scratch;

    @Test
    void givesSpaceBackAndKeepsWhatStaysAlsoOverAKill() throws Exception {
        Path home = scratch.resolve("home");
        Path lobs = home.resolve("var/database/james.lobs");
        byte[] middle = message(MESSAGES / 2);
        byte[] newest = message(MESSAGES - 1);
        Account emptied;
        Account kept;
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            emptied = gateway.newAccount();
            kept = gateway.newAccount();
            for (int number = 0; number < MESSAGES; number++) {
                deliver(gateway, number < MESSAGES / 4 ? emptied : kept, message(number));
            }
            assertThat(Files.size(lobs)).isGreaterThan(60 * MIB);
            FileTime before = checkpoint(home);
            deleteAll(gateway, emptied, List.of());
            deleteAll(gateway, kept, List.of(1 + MESSAGES / 4, MESSAGES - MESSAGES / 4));

            // the messages that stay are moved right after the checkpoint
            await().pollInterval(Duration.ofMillis(1)).atMost(PATIENCE).until(() -> !checkpoint(home)
                    .equals(before));
            gateway.process().kill();
        }

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            Fetched.from(gateway, kept).areTraced(middle, newest);
            Fetched.from(gateway, emptied).areTraced();

            await().atMost(PATIENCE).until(() -> Files.size(lobs) < 9 * MIB);

            Fetched.from(gateway, kept).areTraced(middle, newest);
            gateway.process().terminate();
        }
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            Fetched.from(gateway, kept).areTraced(middle, newest);
        }
    }

    private static FileTime checkpoint(Path home) {
        try {
            return Files.getLastModifiedTime(home.resolve("var/database/james.script"));
        } catch (NoSuchFileException e) {
            return FileTime.fromMillis(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deliver(TestGateway gateway, Account account, byte[] message) throws IOException {
        try (SmtpClient agency = new SmtpClient(gateway.process().smtpPort())) {
            assertThat(agency.send("EHLO agency.example.com")).startsWith("250 ");
            assertThat(agency.deliver(message, account.user())).startsWith("250 ");
        }
    }

    private static void deleteAll(TestGateway gateway, Account account, List<Integer> but) throws IOException {
        try (Pop3Client client = gateway.loggedIn(account)) {
            int count = Integer.parseInt(client.command("STAT").split(" ", -1)[1]);
            List<Integer> left = new ArrayList<>();
            for (int number = 1; number <= count; number++) {
                if (but.contains(number)) {
                    left.add(number);
                } else {
                    assertThat(client.command("DELE " + number)).startsWith("+OK");
                }
            }
            assertThat(left).hasSameSizeAs(but);
            assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
        }
    }

    private static byte[] message(int number) {
        Random random = new Random(number);
        StringBuilder message = new StringBuilder("Subject: message " + number + "\r\n\r\n");
        while (message.length() < OCTETS) {
            message.append(Long.toHexString(random.nextLong())).append("\r\n");
        }
        return message.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
