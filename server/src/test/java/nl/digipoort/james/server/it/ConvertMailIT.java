// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.Outcome;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.testing.OddMessages;
import nl.digipoort.james.testing.TestDovecot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail from a real Dovecot to the embedded server and back: before, here and behind it clients see the same. */
class ConvertMailIT {
    private static final String USER = "ontvanger@" + TestGateway.DOMAIN;

    @TempDir
    private Path scratch;

    @Test
    void bringsMailFromDovecotAndBackWithItsIdsAndOctets() throws Exception {
        Path accounts = Files.writeString(
                scratch.resolve("accounts.csv"), "user,password\n" + USER + "," + TestDovecot.PASSWORD + "\n");
        List<String> before;
        try (TestDovecot dovecot = TestDovecot.start("maildir:MAIL/%d/%n", List.of(USER))) {
            Path inbox = dovecot.mail().resolve(TestGateway.DOMAIN).resolve("ontvanger");
            deliver(inbox, 1_700_000_000, OddMessages.all().values());
            dovecot.own();
            dovecot.seen(USER);
            dovecot.delete(USER, 1, 5, 6, OddMessages.all().size());
            deliver(inbox, 1_700_001_000, List.of("Subject: later\n\nlater".getBytes(US_ASCII)));
            dovecot.own();
            before = digests(dovecot.seen(USER));
            convert(accounts, "pop3://127.0.0.1:" + dovecot.port(), "by-pop3");
            dovecot.stop();
            convert(accounts, "maildir:" + dovecot.mail() + "/%d/%n", "move");
        }
        assertThat(before).hasSize(OddMessages.all().size() - 3);
        assertThat(exported("by-pop3")).isEqualTo(exported("move"));

        Path home = ChangedConfiguration.unchanged(scratch.resolve("home"));
        Outcome imported = Outcome.of(
                "import", "--home", home.toString(), scratch.resolve("move").toString());
        assertThat(imported.exit()).as(imported.stdout() + imported.stderr()).isZero();
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            assertThat(seen(gateway)).isEqualTo(before);
        }

        Outcome exported = Outcome.of(
                "export", "--home", home.toString(), scratch.resolve("back").toString());
        assertThat(exported.exit()).as(exported.stdout() + exported.stderr()).isZero();
        try (TestDovecot dovecot = TestDovecot.start("maildir:MAIL/back/%d/%n/Maildir", List.of(USER))) {
            dovecot.bring(scratch.resolve("back"));
            assertThat(digests(dovecot.seen(USER))).isEqualTo(before);
        }
    }

    private void convert(Path accounts, String mail, String folder) throws Exception {
        Outcome converted = Outcome.of(
                "convert",
                "--accounts",
                "csv:" + accounts,
                "--realm",
                TestGateway.DOMAIN,
                "--mail",
                mail,
                scratch.resolve(folder).toString());
        assertThat(converted.exit()).as(converted.stdout() + converted.stderr()).isZero();
    }

    /** What an export says of each message, without the time, which POP3 does not tell. */
    private List<String> exported(String folder) throws IOException {
        return Files.readAllLines(scratch.resolve(folder)
                        .resolve(TestGateway.DOMAIN)
                        .resolve("ontvanger")
                        .resolve("messages.jsonl"))
                .stream()
                .map(line -> line.replaceAll("\"(file|cameAt)\":\"[^\"]*\"", ""))
                .toList();
    }

    private static void deliver(Path maildir, long second, Collection<byte[]> messages) throws IOException {
        for (String name : List.of("new", "cur", "tmp")) {
            Files.createDirectories(maildir.resolve(name));
        }
        for (byte[] message : messages) {
            Path file = Files.write(maildir.resolve("new").resolve(second++ + ".M1P1.test"), message);
            Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
        }
    }

    private static List<String> seen(TestGateway gateway) throws IOException {
        TestGateway.Account account = new TestGateway.Account(USER, TestDovecot.PASSWORD);
        List<String> seen = new ArrayList<>();
        List<String> uniqueIds = gateway.uniqueIds(account);
        try (Pop3Client client = gateway.loggedIn(account)) {
            for (int number = 1; number <= uniqueIds.size(); number++) {
                assertThat(client.command("RETR " + number)).startsWith("+OK");
                seen.add(digest(uniqueIds.get(number - 1), client.readBody()));
            }
            client.command("QUIT");
        }
        return seen;
    }

    private static List<String> digests(Map<String, byte[]> messages) {
        return messages.entrySet().stream()
                .map(message -> digest(message.getKey(), message.getValue()))
                .toList();
    }

    private static String digest(String uniqueId, byte[] octets) {
        return uniqueId + " " + octets.length + " " + Hashing.sha256().hashBytes(octets);
    }
}
