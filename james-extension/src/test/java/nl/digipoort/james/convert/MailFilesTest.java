// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.james.core.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of other servers that no running server is needed for, and what is refused. */
class MailFilesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(0x6B000000L), ZoneOffset.UTC);
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final String NUMBERED = "3 V7 N9 G00\n2 :1.a\n";

    @TempDir
    private Path folder;

    private MaildirSource source;

    @BeforeEach
    void makeMaildir() throws Exception {
        for (String name : List.of("new", "cur", "tmp")) {
            Files.createDirectory(folder.resolve(name));
        }
        source = maildir(folder.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "'/3 40 1700000000;1.a 5 7:1600000000:0;3.c:2,S 5 9:1700000000:1', UID7-1600000000 UID40-1700000000 UID9-1700000000",
        "'/2 40 1700000000;1.a 5 7:1600000000;3.c 5 9:0', UID7-1600000000 UID40-1700000000 UID9",
        "'/1 40;1.a 5 7;2.b 9 8;3.c 5 0', UID7 UID8 3.c",
        "'/3 2 1700000000', UID2-1700000000 UID3-1700000000 UID4-1700000000"
    })
    void numbersAsCourierDoes(String list, String ids) throws Exception {
        Files.writeString(folder.resolve("courierpop3dsizelist"), list.replace(';', '\n') + "\n");
        cur("3.c:2,S", "1.a:2,", "2.b");

        assertThat(String.join(" ", ids())).isEqualTo(ids);
    }

    @Test
    void sendsEachLineFeedAsCourierDoes() throws Exception {
        Files.writeString(folder.resolve("courierpop3dsizelist"), "/3 2 1700000000\n");
        Files.writeString(folder.resolve("cur/1.a"), "a\nb\r\nc");

        try (InputStream content = messages().get(0).open()) {
            assertThat(new String(content.readAllBytes(), ISO_8859_1)).isEqualTo("a\r\nb\r\r\nc\r\n");
        }
    }

    @Test
    void givesTheMessageItselfThatCourierWrapsForOlderClients() throws Exception {
        Files.writeString(folder.resolve("courierpop3dsizelist"), "/3 10 1700000000\n1.a 14 9:1700000000:1\n");
        Files.writeString(folder.resolve("cur/1.a"), "Subject: caf\u00e9\n\nb\n");

        try (InputStream content = messages().get(0).open()) {
            assertThat(new String(content.readAllBytes(), UTF_8)).isEqualTo("Subject: caf\u00e9\r\n\r\nb\r\n");
        }
        assertThat(ids()).containsExactly("UID9-1700000000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3 V7 N0",
                "3 N9",
                "2 V7 N9",
                "3 V7 N9\n2 P",
                "3 V7 N9\n2",
                "3 V7 N9\n0 :a",
                "3 V7 N9\n4 :a\n4 :b",
                "3 V7 N9\n4294967295 :a",
                "3 V7 N9\n4 :../a",
                "1 7",
                "/3 x 1",
                "/9 1 1"
            })
    void refusesAListThatIsNotWhole(String list) throws Exception {
        Files.writeString(
                folder.resolve(list.startsWith("/") ? "courierpop3dsizelist" : "dovecot-uidlist"),
                list.isEmpty() ? "" : list + "\n");

        assertThatThrownBy(this::ids).isInstanceOf(ConvertException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cur/1.a:2,S", "new/1.a"})
    void refusesMailWhoseIdsAreInNoList(String file) throws Exception {
        assertThat(ids()).isEmpty();
        Files.createFile(folder.resolve(file));

        assertThatThrownBy(this::ids)
                .hasMessageContaining("clients may know it by other unique-ids. Take pop3://, or --new-unique-ids");
    }

    @Test
    void numbersMailWithoutAListIfAsked() throws Exception {
        source = (MaildirSource) new MailOptions(Map.of("--mail", "maildir:" + folder, "--new-unique-ids", ""))
                .source(() -> null, CLOCK);
        assertThat(source.find(account("u")).orElseThrow().remark()).isEmpty();
        Files.createFile(folder.resolve("new/2.b"));
        cur("1.a:2,S");

        assertThat(ids()).containsExactly("000000016b000000", "000000026b000000");
        assertThat(source.find(account("u")).orElseThrow().remark()).isEqualTo(", with new unique-ids");
    }

    @Test
    void refusesNewMailWhoseOrderIsACircle() throws Exception {
        Files.writeString(folder.resolve("dovecot-uidlist"), NUMBERED);
        // by the microseconds the first, by the names the second and the third
        cur("5.XM1.a", "5.AM2.a", "5.M");

        assertThatThrownBy(this::ids)
                .isInstanceOf(ConvertException.class)
                .hasMessageContaining("in which order Dovecot would number them: take pop3://");
    }

    @Test
    void readsTheFirstVersionOfDovecotsList() throws Exception {
        Files.writeString(folder.resolve("dovecot-uidlist"), "1 7 9\n2 1.a:2,\n5 2.b\n");
        cur("1.a:2,S", "2.b:2,");

        assertThat(ids()).containsExactly("0000000200000007", "0000000500000007");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3 V7 N9\n2 Pa :1.a\n3 Pa :2.b\n", "3 V7 N9\n2 P\u00e9 :1.a\n3 :2.b\n"})
    void refusesIdsThatCannotBeKept(String list) throws Exception {
        Files.writeString(folder.resolve("dovecot-uidlist"), list, ISO_8859_1);
        cur("1.a:2,S", "2.b:2,");

        assertThatThrownBy(this::ids)
                .isInstanceOf(ConvertException.class)
                .hasMessageMatching("(two messages have the|no) unique-id.*");
    }

    @Test
    void refusesTwoFilesOfOneName() throws Exception {
        Files.writeString(folder.resolve("dovecot-uidlist"), NUMBERED);
        cur("1.a:2,S", "1.a:2,");

        assertThatThrownBy(this::ids).hasMessageContaining("have one name");
    }

    @Test
    void refusesACompressedFile() throws Exception {
        Files.writeString(folder.resolve("dovecot-uidlist"), NUMBERED);
        Files.write(folder.resolve("cur/1.a:2,S"), new byte[] {0x1F, (byte) 0x8B, 8, 0});
        List<ForeignMessage> messages = messages();

        assertThatThrownBy(() -> messages.get(0).open())
                .hasMessageContaining("is compressed or encrypted: take pop3://");
    }

    @Test
    void namesOtherFoldersAndAChangeMeanwhile() throws Exception {
        Files.writeString(folder.resolve("dovecot-uidlist"), NUMBERED);
        cur("1.a:2,");
        Files.createDirectories(folder.resolve(".Sent/cur"));
        Files.createFile(folder.resolve(".Sent/cur/1.x"));
        Files.createDirectories(folder.resolve(".Empty/cur"));
        assertThat(ids()).hasSize(1);
        Files.createDirectories(folder.resolve("Archive/2025/cur"));
        Files.createFile(folder.resolve("Archive/2025/cur/1.y"));
        assertThat(source.leftBehind())
                .containsExactly(
                        "folder .Sent of u@example.org: 1 messages",
                        "folder Archive/2025 of u@example.org: 1 messages");
        Files.delete(folder.resolve("Archive/2025/cur/1.y"));
        Files.move(folder.resolve("cur/1.a:2,"), folder.resolve("cur/1.a:2,S"));
        assertThat(source.leftBehind()).hasSize(1);
        Files.createFile(folder.resolve("new/2.b"));

        assertThat(source.leftBehind().get(0))
                .startsWith("the maildrop of u@example.org was changed after it was read");
    }

    @Test
    void takesTheTimeOfTheNameWhereThatOfTheFileCannotBe() throws Exception {
        Files.writeString(folder.resolve("dovecot-uidlist"), NUMBERED);
        cur("1000000000.a", "1000000001.b", "1.c", "9999999999.d");
        time("1000000000.a", Instant.ofEpochSecond(1_500_000_000));
        time("1000000001.b", Instant.EPOCH);
        time("1.c", Instant.EPOCH.minusSeconds(1));
        time("9999999999.d", CLOCK.instant().plusSeconds(1));

        List<Instant> times = new ArrayList<>();
        for (ForeignMessage message : messages()) {
            times.add(message.cameAt());
        }

        assertThat(times)
                .containsExactly(
                        Instant.EPOCH.minusSeconds(1),
                        Instant.ofEpochSecond(1_500_000_000),
                        Instant.ofEpochSecond(1_000_000_001),
                        CLOCK.instant().plusSeconds(1));
    }

    private void time(String name, Instant time) throws IOException {
        Files.setLastModifiedTime(folder.resolve("cur").resolve(name), FileTime.from(time));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/b@example.org", "a@..", "."})
    void leavesNoFolderByAName(String name) throws Exception {
        AccountPattern pattern = AccountPattern.parse("/var/mail/%d/%n");

        assertThatThrownBy(() ->
                        pattern.of(new ForeignAccount(name, Username.of("u"), ForeignCredential.clear(new char[0]))))
                .isInstanceOf(ConvertException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/m/%d/%n, A.B@Example.org, /m/Example.org/A.B",
        "/m/%Lu, A.B@Example.org, /m/a.b@example.org",
        "/m/%n, user, /m/user",
        "/m/%%/%u, a@b@c, /m/%/a@b@c"
    })
    void putsNamesIntoAPath(String pattern, String name, String path) throws Exception {
        assertThat(AccountPattern.parse(pattern)
                        .of(new ForeignAccount(name, Username.of("u"), ForeignCredential.clear(new char[0]))))
                .isEqualTo(Path.of(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail/%u", "~/Maildir", "/m/%h", "/m/%1n", "/m/%"})
    void refusesAPatternItDoesNotKnow(String pattern) {
        assertThatThrownBy(() -> AccountPattern.parse(pattern)).isInstanceOf(ConvertException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%v", "%m", "%Lu", "%5u", "%{uid}", "%08Xx", "x", "%999999999999u%u", "%"})
    void refusesAFormatWhoseIdsCannotBeTold(String format) {
        assertThatThrownBy(() -> UidlFormat.parse(format)).isInstanceOf(ConvertException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "imap://h",
                "pop3://",
                "pop3://u@h",
                "pop3://h/x",
                "pop3://h:0",
                "maildir:/m:WHAT=1",
                "mbox:x",
                "/m"
            })
    void refusesASourceItDoesNotKnow(String text) {
        assertThatThrownBy(() -> new MailOptions(Map.of("--mail", text)).source(() -> null, CLOCK))
                .isInstanceOf(ConvertException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "maildir:/m, --ca, x",
        "mbox:/m, --uidl-format, %g",
        "pop3://h, --uidl-format, %u",
        "pop3://h, --master-user, x",
        "pop3://h, --master-password, x",
        "maildir:/m, --master-user, x",
        "mbox:/m, --new-unique-ids, x",
        "pop3://h, --new-unique-ids, x"
    })
    void refusesOptionsOfAnotherSource(String source, String option, String value) {
        assertThatThrownBy(() -> new MailOptions(Map.of("--mail", source, option, value)).source(() -> null, CLOCK))
                .isInstanceOf(ConvertException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'Received: from a (b [::1]) by c; Mon, 30 Nov 2026 10:00:00 +0100', 2026-11-30T09:00:00Z",
        "'Return-Path: <a>\r\nDelivered-To: b\r\nReceived: from a;\r\n\tMon, 2 Nov 2026 10:00:00 +0000 (UTC)', 2026-11-02T10:00:00Z",
        "'Received: from a by b; Mon, 30 Nov 2026 13:00:00 +0000', 2026-11-30T12:00:00Z",
        "'Received: from a by b; yesterday', 2026-11-30T12:00:00Z",
        "'Received: from a by b; Fri, 31 Dec 1999 23:59:59 +0000', 2026-11-30T12:00:00Z",
        "'Received: from a by b; Sat, 1 Jan 2000 00:00:00 +0000', 2000-01-01T00:00:00Z",
        "'Subject: a\r\nReceived: from a by b; Mon, 2 Nov 2026 10:00:00 +0000', 2026-11-30T12:00:00Z",
        "'', 2026-11-30T12:00:00Z"
    })
    void takesTheTimeOfTheServerThatReceivedIt(String top, Instant time) {
        assertThat(ReceivedTime.of((top + "\r\n\r\n").getBytes(ISO_8859_1), NOW))
                .isEqualTo(time);
    }

    @Test
    void readsAContentThatADotEnds() throws Exception {
        InputStream connection =
                new ByteArrayInputStream("..a\r\n.\r.b\r\n\n.c\r.\r\n...\r\n.\r\n+OK next\r\n".getBytes(ISO_8859_1));

        assertThat(new String(new DotInputStream(connection).readAllBytes(), ISO_8859_1))
                .isEqualTo(".a\r\n\r.b\r\n\n.c\r.\r\n..\r\n");
        assertThat(new String(connection.readAllBytes(), ISO_8859_1)).isEqualTo("+OK next\r\n");
        assertThatThrownBy(() ->
                        new DotInputStream(new ByteArrayInputStream("a\r\n.\r".getBytes(ISO_8859_1))).readAllBytes())
                .isInstanceOf(IOException.class);
    }

    @Test
    void refusesAMessageThatIsShorterThanItsSize() {
        InputStream cut = new PromisedInputStream(new ByteArrayInputStream(new byte[9]), 10);

        assertThatThrownBy(cut::readAllBytes).hasMessage("the server has sent 9 octets of a message of 10");
    }

    @ParameterizedTest
    @CsvSource({
        "'a: b~X-UID: 1~ more~c~~Status: x', 'a: b~c~~Status: x'",
        "'Status: RO~X-Status: A~X-IMAPbase: 1 2~', ''",
        "'X-UID : 1~x-uid2: 2~X-Keywords-and-more: 3~ X-UID: 4', 'x-uid2: 2~X-Keywords-and-more: 3~ X-UID: 4'",
        "'X-UID: 1', ''",
        "'~X-UID: 1~', '~X-UID: 1~'",
        "'X-UID: 1\r~\r~a', '~a'",
        "'a: b\r\r~X-UID: 1\r\r\r~c: \rd\r\r\r~\r~e\r\r~f\r', 'a: b\r~c: \rd\r\r~~e\r\r~f\r'",
        "'a: b\r', 'a: b\r'",
        "'', ''"
    })
    void showsWhatIsNotOfDovecot(String file, String shown) throws Exception {
        byte[] octets = file.replace('~', '\n').getBytes(ISO_8859_1);

        for (int chunk : new int[] {1, 2, 3, 7, 4096}) {
            StringBuilder read = new StringBuilder();
            InputStream fields = new ShownFieldsInputStream(new ByteArrayInputStream(octets));
            for (byte[] some = fields.readNBytes(chunk); some.length > 0; some = fields.readNBytes(chunk)) {
                read.append(new String(some, ISO_8859_1));
            }
            assertThat(read.toString()).isEqualTo(shown.replace('~', '\n'));
        }
    }

    @Test
    void keepsNoLineOfAHeaderThatHasNoEnd() throws Exception {
        InputStream file = new ByteArrayInputStream(("Subject: " + "a".repeat(10_000)).getBytes(ISO_8859_1));

        assertThat(new ShownFieldsInputStream(file).read()).isEqualTo('S');
        assertThat(file.available()).isGreaterThan(9_000);
    }

    @Test
    void takesNothingForAbsentThatCannotBeLookedAt() throws Exception {
        Files.createFile(folder.resolve("file"));
        String pattern = folder + "/%n";
        String tooLong = "u".repeat(300);

        assertThat(maildir(pattern).find(account("nobody"))).isEmpty();
        assertThat(mbox(pattern).find(account("nobody"))).isEmpty();
        for (String name : List.of(tooLong, "file")) {
            assertThatThrownBy(() -> maildir(pattern + "/x").find(account(name)))
                    .as(name)
                    .isInstanceOf(FileSystemException.class);
            assertThatThrownBy(() -> mbox(pattern + "/x").find(account(name)))
                    .as(name)
                    .isInstanceOf(FileSystemException.class);
            assertThatThrownBy(
                            () -> maildir(folder + ":CONTROL=" + pattern + "/x").find(account(name)))
                    .as(name)
                    .isInstanceOf(FileSystemException.class);
        }
        assertThatThrownBy(() -> maildir("/m/%d/%n").find(account("u")))
                .hasMessage("its name has nothing for %d in /m/%d/%n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cur/1.a:2,", "dovecot-uidlist", "new", "cur", "courierpop3dsizelist"})
    void opensNoLinkAndNoPipe(String place) throws Exception {
        Path file = folder.resolve(place);
        Path secret = Files.writeString(folder.resolve("secret"), NUMBERED);
        Path inside = Files.createDirectory(folder.resolve("inside"));
        if (!place.startsWith("dovecot") && !place.startsWith("courier")) {
            Files.writeString(folder.resolve("dovecot-uidlist"), NUMBERED);
        }
        Files.deleteIfExists(file);

        Files.createSymbolicLink(file, Files.exists(file.resolveSibling("tmp")) ? inside : secret);
        assertThatThrownBy(this::ids).isInstanceOf(FileSystemException.class).hasMessageContaining(file.toString());
        Files.delete(file);
        pipe(file);

        assertThatThrownBy(this::ids).isInstanceOf(FileSystemException.class).hasMessageContaining(file.toString());
    }

    @Test
    void opensNoLinkThatTookThePlaceOfAMessage() throws Exception {
        Files.writeString(folder.resolve("dovecot-uidlist"), NUMBERED);
        cur("1.a:2,");
        ForeignMessage message = messages().get(0);
        Path file = folder.resolve("cur/1.a:2,");
        Files.delete(file);
        Files.createSymbolicLink(file, folder.resolve("dovecot-uidlist"));

        assertThatThrownBy(message::open).hasMessage(file + ": no regular file");
    }

    @Test
    void followsLinksToAMaildropOnlyIfNoOtherUserHasMadeThem() throws Exception {
        Path place = folder.resolve("linked");
        Files.createSymbolicLink(place, folder);
        assertThat(maildir(place.toString()).find(account("u"))).isPresent();
        Path mail = Files.createFile(folder.resolve("mail"));
        Path mbox = Files.createSymbolicLink(folder.resolve("mbox"), mail);
        assertThat(mbox(mbox.toString()).find(account("u"))).isPresent();
        assumeTrue(Files.getAttribute(mail, "unix:uid").equals(0), "only root gives files away");

        for (Path link : List.of(place, mbox)) {
            Files.setAttribute(link, "unix:uid", 4711, LinkOption.NOFOLLOW_LINKS);
        }

        assertThatThrownBy(() -> maildir(place + "/").find(account("u")))
                .hasMessageContaining(place + ": a link that belongs neither to root");
        assertThatThrownBy(() -> mbox(mbox.toString()).find(account("u")))
                .hasMessageContaining(mbox + ": a link that belongs neither to root");
        assertThatThrownBy(() -> mbox(place + "/mail").find(account("u"))).hasMessageContaining(place + ": a link");
        Files.setAttribute(mail, "unix:uid", 4711);
        assertThat(mbox(mbox.toString()).find(account("u"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Status: R\n", "X-Status: O\n", "Subject: a\n Status: O\n"})
    void takesNoUniqueIdOfASenderFromAnMbox(String fields) throws Exception {
        String first =
                """
                From a@example.com  Mon Nov 30 10:00:00 2026
                X-IMAPbase: 1700000000 9
                X-UID: 2
                Status: RO

                a

                """;
        String second = "From a@example.com  Mon Nov 30 11:00:00 2026\nX-UID: 7\n";
        Path file = Files.writeString(folder.resolve("mbox"), first + second + "Status: O\n\nb\n");
        assertThat(mbox(file.toString()).find(account("u")).orElseThrow().messages())
                .extracting(ForeignMessage::uniqueId)
                .containsExactly("000000026553f100", "000000076553f100");

        Files.writeString(file, first + second + fields + "\nb\n");

        assertThatThrownBy(() ->
                        mbox(file.toString()).find(account("u")).orElseThrow().messages())
                .hasMessageContaining("message 2 has no Status of a server that has seen it. Take pop3://");
    }

    @Test
    void readsNoPipeInPlaceOfAnMbox() throws Exception {
        pipe(folder.resolve("mbox"));

        assertThatThrownBy(() -> mbox(folder + "/mbox").find(account("u"))).hasMessageContaining("no regular file");
    }

    @Test
    void readsNoLineWithoutAnEnd() throws Exception {
        Path list = folder.resolve("dovecot-uidlist");
        Files.writeString(list, "3 V7 N9\n2 " + "A ".repeat(2000) + ":1.a\n");
        cur("1.a:2,");
        assertThat(ids()).containsExactly("0000000200000007");

        for (String begin : List.of("3 V7 N9\n2 ", "3 V7 N9 ", "1 7 9\n2 ")) {
            Files.writeString(list, begin + "A ".repeat(20_000) + ":1.a\n");

            assertThatThrownBy(this::ids).hasMessage(list + " has a line of more than 4096 octets");
        }
    }

    private static void pipe(Path file) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
    }

    private static MaildirSource maildir(String location) throws ConvertException {
        return new MaildirSource(MaildirLocation.parse(location), UidlFormat.DEFAULT, CLOCK);
    }

    private static MboxSource mbox(String pattern) throws ConvertException {
        return new MboxSource(AccountPattern.parse(pattern), UidlFormat.DEFAULT);
    }

    private static ForeignAccount account(String name) {
        return new ForeignAccount(name, Username.of("u@example.org"), ForeignCredential.clear(new char[0]));
    }

    private void cur(String... names) throws IOException {
        for (String name : names) {
            Files.createFile(folder.resolve("cur").resolve(name));
        }
    }

    private List<String> ids() throws Exception {
        List<String> ids = new ArrayList<>();
        for (ForeignMessage message : messages()) {
            ids.add(message.uniqueId());
        }
        return ids;
    }

    private List<ForeignMessage> messages() throws Exception {
        return source.find(account("u@example.org")).orElseThrow().messages();
    }
}
