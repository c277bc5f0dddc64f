// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.Outcome;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.testing.OddMessages;
import nl.digipoort.james.testing.TestDovecot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail of three accounts from a real Dovecot to the embedded server and back: before, here and behind it clients see the same. */
class ConvertMailIT {
    private static final String GAPS = "ontvanger@" + TestGateway.DOMAIN;
    private static final String WHOLE = "afnemer@" + TestGateway.DOMAIN;
    private static final String MBOX = "postvak@" + TestGateway.DOMAIN;
    private static final Pattern MESSAGE = Pattern.compile("\"file\":\"([^\"]+)\",\"uniqueId\":\"([^\"]+)\"");

    @TempDir
    private Path scratch;

    @Test
    void bringsMailFromDovecotAndBackWithItsIdsAndOctets() throws Exception {
        Map<String, List<String>> before = new TreeMap<>();
        try (TestDovecot dovecot = TestDovecot.start("maildir:MAIL/%d/%n", List.of(GAPS, WHOLE))) {
            Path domain = dovecot.mail().resolve(TestGateway.DOMAIN);
            deliver(
                    domain.resolve("ontvanger"),
                    1_700_000_000,
                    OddMessages.all().values());
            deliver(domain.resolve("afnemer"), 1_700_000_000, somebodyElses());
            dovecot.own();
            dovecot.seen(GAPS);
            dovecot.delete(GAPS, 1, 5, 6, OddMessages.all().size());
            deliver(domain.resolve("ontvanger"), 1_700_001_000, List.of("Subject: later\n\nlater".getBytes(US_ASCII)));
            dovecot.own();
            before.put(GAPS, digests(dovecot.seen(GAPS)));
            before.put(WHOLE, digests(dovecot.seen(WHOLE)));
            convert("pop3://127.0.0.1:" + dovecot.port(), "by-pop3", GAPS, WHOLE);
            dovecot.stop();
            convert("maildir:" + dovecot.mail() + "/%d/%n", "by-files", GAPS, WHOLE);
        }
        assertThat(before.get(GAPS)).hasSize(OddMessages.all().size() - 3);
        assertThat(before.get(WHOLE)).hasSize(somebodyElses().size()).doesNotContainAnyElementsOf(before.get(GAPS));
        for (String user : List.of(GAPS, WHOLE)) {
            assertThat(exported("by-pop3", user)).isEqualTo(before.get(user));
            assertThat(exported("by-files", user)).isEqualTo(before.get(user));
        }
        before.put(MBOX, bringsAnMbox());

        Path home = ChangedConfiguration.unchanged(scratch.resolve("home"));
        run("import", "--home", home.toString(), folder("by-files"));
        run("import", "--home", home.toString(), folder("of-mbox"));
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            for (String user : before.keySet()) {
                assertThat(seen(gateway, user)).isEqualTo(before.get(user));
            }
        }

        run("export", "--home", home.toString(), folder("back"));
        try (TestDovecot dovecot = TestDovecot.start("maildir:MAIL/back/%d/%n/Maildir", List.copyOf(before.keySet()))) {
            dovecot.bring(scratch.resolve("back"));
            for (String user : before.keySet()) {
                assertThat(digests(dovecot.seen(user))).isEqualTo(before.get(user));
            }
        }
    }

    /** Returns what its client has seen. */
    private List<String> bringsAnMbox() throws Exception {
        try (TestDovecot dovecot =
                TestDovecot.start("mbox:MAIL/folders/%n:INBOX=MAIL/%n", List.of(MBOX), "mbox_write_locks = fcntl")) {
            List<byte[]> messages = new ArrayList<>(OddMessages.all().values());
            messages.add("Subject: x\r\r\n\r\n\r\r\na\r\r\r\nb\rc\r\n".getBytes(US_ASCII));
            Files.write(dovecot.mail().resolve("postvak"), mbox(messages));
            dovecot.own();
            dovecot.seen(MBOX);
            dovecot.delete(MBOX, 2, 4);
            List<String> seen = digests(dovecot.seen(MBOX));
            dovecot.stop();
            convert("mbox:" + dovecot.mail() + "/%n", "of-mbox", MBOX);
            assertThat(seen).hasSizeGreaterThan(20);
            assertThat(exported("of-mbox", MBOX)).isEqualTo(seen);
            return seen;
        }
    }

    private void convert(String mail, String folder, String... users) throws Exception {
        StringBuilder accounts = new StringBuilder("user,password\n");
        for (String user : users) {
            accounts.append(user).append(',').append(TestDovecot.PASSWORD).append('\n');
        }
        Path file = Files.writeString(scratch.resolve(folder + ".csv"), accounts);
        run("convert", "--accounts", "csv:" + file, "--realm", TestGateway.DOMAIN, "--mail", mail, folder(folder));
    }

    private static void run(String... command) throws Exception {
        Outcome outcome = Outcome.of(command);
        assertThat(outcome.exit()).as(outcome.stdout() + outcome.stderr()).isZero();
    }

    private String folder(String name) {
        return scratch.resolve(name).toString();
    }

    /** The messages of an export in their order: the unique-ids that it says, and the octets that its files have. */
    private List<String> exported(String folder, String user) throws IOException {
        Path account =
                scratch.resolve(folder).resolve(TestGateway.DOMAIN).resolve(user.substring(0, user.indexOf('@')));
        List<String> messages = new ArrayList<>();
        for (String line : Files.readAllLines(account.resolve("messages.jsonl"))) {
            Matcher message = MESSAGE.matcher(line);
            assertThat(message.find()).as(line).isTrue();
            Path file = account.resolve("Maildir/cur").resolve(message.group(1) + ":2,");
            messages.add(digest(message.group(2), Files.readAllBytes(file)));
        }
        return messages;
    }

    private static List<byte[]> somebodyElses() {
        return List.of(
                "Subject: one\n\none\n".getBytes(US_ASCII),
                "Subject: two\r\n\r\n.\r\n..two\r\n".getBytes(US_ASCII),
                "Subject: three\n\n".getBytes(US_ASCII));
    }

    private static byte[] mbox(Collection<byte[]> messages) throws IOException {
        ByteArrayOutputStream mbox = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            mbox.write("From agency@example.com  Mon Nov 30 10:00:00 2026\n".getBytes(US_ASCII));
            mbox.write(message);
            mbox.write('\n');
        }
        return mbox.toByteArray();
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

    private static List<String> seen(TestGateway gateway, String user) throws IOException {
        TestGateway.Account account = new TestGateway.Account(user, TestDovecot.PASSWORD);
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
