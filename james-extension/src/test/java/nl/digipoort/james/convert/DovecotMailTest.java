// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import nl.digipoort.james.testing.OddMessages;
import nl.digipoort.james.testing.TestDovecot;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

/** What a real Dovecot shows to a client, and what its files, or it itself, give to the conversion. */
class DovecotMailTest {
    private static final String USER = "ontvanger@example.org";
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final AtomicLong delivered = new AtomicLong(1_700_000_000);

    @Test
    void givesTheSameIdsAndOctetsFromAMaildirWithGaps() throws Exception {
        try (TestDovecot dovecot = TestDovecot.start("maildir:MAIL/%d/%n", List.of(USER))) {
            Path inbox = maildir(dovecot.mail().resolve("example.org/ontvanger"));
            deliver(inbox, odd());
            dovecot.own();
            dovecot.seen(USER);
            dovecot.delete(USER, 2, 3, 7, odd().size());
            deliver(inbox, List.of("Subject: later\n\nlater\n".getBytes(StandardCharsets.US_ASCII)));
            dovecot.own();
            List<String> seen = digests(dovecot.seen(USER));
            dovecot.stop();

            List<String> converted = converted("maildir:" + dovecot.mail() + "/%d/%n", Optional.empty());

            assertThat(converted).hasSize(odd().size() - 3).isEqualTo(seen);
        }
    }

    @Test
    void foretellsTheIdsOfMailThatNoClientHasSeen() throws Exception {
        try (TestDovecot dovecot = TestDovecot.start("maildir:MAIL/%u:CONTROL=MAIL/control/%u", List.of(USER))) {
            Path inbox = maildir(dovecot.mail().resolve(USER));
            deliver(inbox, odd().subList(0, 5));
            dovecot.own();
            dovecot.seen(USER);
            dovecot.delete(USER, 5);
            dovecot.stop();
            int number = 0;
            for (String name : List.of(
                    "1000.M5P1.a", "1000.M40P1.a", "999.x", "1000.y", "1000.M5P0.b", "unusual", "5.M1.b", "1000.Z")) {
                Files.writeString(
                        inbox.resolve(number++ % 2 == 0 ? "new" : "cur").resolve(name), name + "\n");
            }

            List<String> converted = converted(
                    "maildir:" + dovecot.mail() + "/%u:CONTROL=" + dovecot.mail() + "/control/%u", Optional.empty());

            dovecot.start();
            assertThat(converted).hasSize(12).isEqualTo(digests(dovecot.seen(USER)));
        }
    }

    @Test
    void knowsIdsThatWereSavedOrAreMadeOfNames() throws Exception {
        for (String format : List.of("%g", "%012Xu.%v-%u")) {
            try (TestDovecot dovecot =
                    TestDovecot.start("maildir:MAIL/%n", List.of(USER), "pop3_uidl_format = " + format)) {
                Path inbox = maildir(dovecot.mail().resolve("ontvanger"));
                deliver(inbox, odd().subList(0, 3));
                dovecot.own();
                List<String> seen = digests(dovecot.seen(USER));

                assertThat(converted("maildir:" + dovecot.mail() + "/%n", Optional.of(UidlFormat.parse(format))))
                        .as(format)
                        .isEqualTo(seen);
            }
        }
        try (TestDovecot dovecot = TestDovecot.start(
                "maildir:MAIL/%n", List.of(USER), "pop3_uidl_format = old-%u", "pop3_save_uidl = yes")) {
            Path inbox = maildir(dovecot.mail().resolve("ontvanger"));
            deliver(inbox, odd().subList(0, 3));
            dovecot.own();
            List<String> seen = digests(dovecot.seen(USER));

            assertThat(converted("maildir:" + dovecot.mail() + "/%n", Optional.empty()))
                    .isEqualTo(seen);
        }
    }

    @Test
    void keepsTheOrderThatAnotherServerHad() throws Exception {
        try (TestDovecot dovecot = TestDovecot.start("maildir:MAIL/%n", List.of(USER))) {
            Path inbox = maildir(dovecot.mail().resolve("ontvanger"));
            Files.writeString(
                    inbox.resolve("dovecot-uidlist"),
                    """
                    3 V7 N20 G0123456789abcdef0123456789abcdef
                    2 O3 Pthird W8 S7 :a:2,S
                    4 :b
                    7 O1 Pfirst :c
                    9 P G77 :d:2,
                    12 O2 :e
                    """);
            for (String name : List.of("a:2,ST", "b:2,", "c:2,F", "d:2,", "e:2,")) {
                Files.writeString(inbox.resolve("cur").resolve(name), name + "\n");
            }
            dovecot.own();
            String source = "maildir:" + dovecot.mail() + "/%n";
            List<String> converted = converted(source, Optional.empty());

            assertThat(converted).hasSize(5).isEqualTo(digests(dovecot.seen(USER)));
            assertThat(converted.get(0)).startsWith("first ");
        }
    }

    @Test
    void givesTheSameIdsAndOctetsFromAnMbox() throws Exception {
        try (TestDovecot dovecot =
                TestDovecot.start("mbox:MAIL/folders/%n:INBOX=MAIL/%n", List.of(USER), "mbox_write_locks = fcntl")) {
            Files.write(dovecot.mail().resolve("ontvanger"), mbox(odd()));
            dovecot.own();
            dovecot.seen(USER);
            dovecot.delete(USER, 3, 5);
            List<String> seen = digests(dovecot.seen(USER));
            dovecot.stop();

            List<String> converted = converted("mbox:" + dovecot.mail() + "/%n", Optional.empty());

            assertThat(converted).hasSizeGreaterThan(25).isEqualTo(seen);
        }
    }

    @Test
    void refusesAnMboxWhoseIdsAreOnlyInAnIndex() throws Exception {
        Path folder = Files.createTempDirectory("mbox");
        try {
            Files.write(folder.resolve("ontvanger"), mbox(odd().subList(0, 2)));

            assertThatThrownBy(() -> converted("mbox:" + folder + "/%n", Optional.empty()))
                    .isInstanceOf(ConvertException.class)
                    .hasMessageContaining("it has no X-IMAPbase. Take pop3://");
        } finally {
            Files.delete(folder.resolve("ontvanger"));
            Files.delete(folder);
        }
    }

    @Test
    void givesTheSameIdsAndOctetsFromTheServerItself() throws Exception {
        try (TestDovecot dovecot =
                TestDovecot.start("maildir:MAIL/%n", List.of(USER), "auth_master_user_separator = *")) {
            Path inbox = maildir(dovecot.mail().resolve("ontvanger"));
            deliver(inbox, odd());
            deliver(
                    inbox,
                    List.of("Received: from a by b; Mon, 30 Nov 2026 10:00:00 +0100 (CET)\nSubject: c\n\nd\n"
                            .getBytes(StandardCharsets.US_ASCII)));
            dovecot.own();
            List<String> seen = digests(dovecot.seen(USER));
            String source = "pop3://127.0.0.1:" + dovecot.port();

            assertThat(converted(source, Optional.empty())).isEqualTo(seen);
            Pop3Access master = new Pop3Access(
                    TrustedAuthorities.usual(),
                    Optional.of(new MasterUser(TestDovecot.MASTER, TestDovecot.PASSWORD.toCharArray())));
            ForeignAccount unknown =
                    new ForeignAccount(USER, Username.of(USER), ForeignCredential.unusable("SHA512-CRYPT", "a hash"));
            assertThat(converted(MailSources.of(source, Optional.empty(), master, CLOCK), unknown))
                    .isEqualTo(seen);
            // nothing was deleted
            assertThat(digests(dovecot.seen(USER))).isEqualTo(seen);
            try (ForeignMaildrop maildrop = MailSources.of(source, Optional.empty(), master, CLOCK)
                    .find(unknown)
                    .orElseThrow()) {
                List<ForeignMessage> messages = maildrop.messages();
                assertThat(messages.get(0).cameAt()).isEqualTo(NOW);
                assertThat(messages.get(messages.size() - 1).cameAt()).isEqualTo(Instant.parse("2026-11-30T09:00:00Z"));
            }
        }
    }

    /** As a mail transfer agent writes it: most with LF, some as they came. */
    private static List<byte[]> odd() {
        List<byte[]> messages = new ArrayList<>();
        for (byte[] message : OddMessages.all().values()) {
            messages.add(messages.size() % 3 == 0 ? message : withLineFeeds(message));
        }
        byte[] random = new byte[20_000];
        new Random(23).nextBytes(random);
        messages.add(random);
        for (String octets : List.of("Subject: a\n\nb", "a\r", "\n", "a\n\n.\n", "a\r\n\nb\n\r\n", "a\n\n..b\n.\r\n")) {
            messages.add(octets.getBytes(StandardCharsets.ISO_8859_1));
        }
        return messages;
    }

    private static byte[] withLineFeeds(byte[] message) {
        return new String(message, StandardCharsets.ISO_8859_1)
                .replace("\r\n", "\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Path maildir(Path folder) throws IOException {
        for (String name : List.of("new", "cur", "tmp")) {
            Files.createDirectories(folder.resolve(name));
        }
        return folder;
    }

    private void deliver(Path maildir, List<byte[]> messages) throws IOException {
        for (byte[] message : messages) {
            long second = delivered.getAndIncrement();
            Path file = maildir.resolve("new").resolve(second + ".M1P1.test");
            Files.write(file, message);
            Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
        }
    }

    private static byte[] mbox(List<byte[]> messages) throws IOException {
        ByteArrayOutputStream mbox = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            mbox.write("From agency@example.com  Mon Nov 30 10:00:00 2026\n".getBytes(StandardCharsets.US_ASCII));
            mbox.write(message);
            mbox.write('\n');
        }
        return mbox.toByteArray();
    }

    private static List<String> converted(String source, Optional<UidlFormat> format) throws Exception {
        ForeignAccount account = new ForeignAccount(
                USER, Username.of(USER), ForeignCredential.clear(TestDovecot.PASSWORD.toCharArray()));
        Pop3Access access = new Pop3Access(TrustedAuthorities.usual(), Optional.empty());
        return converted(MailSources.of(source, format, access, CLOCK), account);
    }

    private static List<String> converted(MailSource source, ForeignAccount account) throws Exception {
        Map<String, byte[]> messages = new LinkedHashMap<>();
        try (ForeignMaildrop maildrop = source.find(account).orElseThrow()) {
            for (ForeignMessage message : maildrop.messages()) {
                try (InputStream content = message.open()) {
                    messages.put(message.uniqueId(), content.readAllBytes());
                }
            }
        }
        assertThat(source.leftBehind()).isEmpty();
        return digests(messages);
    }

    private static List<String> digests(Map<String, byte[]> messages) {
        List<String> digests = new ArrayList<>();
        messages.forEach((id, octets) -> digests.add(id + " " + octets.length + " " + DigestUtils.sha256Hex(octets)));
        return digests;
    }
}
