// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import nl.digipoort.james.credential.ScramKeys;
import nl.digipoort.james.move.ExportWriter;
import nl.digipoort.james.move.MaildropWriter;
import nl.digipoort.james.move.MoveException;
import nl.digipoort.james.move.Report;
import org.apache.james.core.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written of an account, and what of it is kept when a conversion was aborted. */
class AccountConversionTest {
    private static final Instant CAME_AT = Instant.parse("2026-11-30T08:00:00Z");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T12:00:00Z"), ZoneOffset.UTC);
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path scratch;

    private final Map<String, List<String>> mail = new HashMap<>();
    private final Map<String, Instant> times = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final ScramKeys keys = ScramKeys.derive("geheim", RANDOM).orElseThrow();
    private Path root;
    private Omissions omissions;
    private String remark = "";
    private boolean unclosable;

    @BeforeEach
    void fill() {
        root = scratch.resolve("move");
        mail.put("anna", List.of("1", "2"));
        mail.put("bob", List.of("3"));
    }

    private void convert(ExportWriter export, String realm, ForeignAccount... accounts) throws Exception {
        Report report = new Report(new PrintWriter(out), new PrintWriter(new StringWriter()));
        omissions = new Omissions(report);
        AccountConversion conversion = new AccountConversion(
                new Mail(), new AccountCredentials(realm, true, RANDOM), export, report, omissions, CLOCK);
        for (ForeignAccount account : accounts) {
            conversion.run(account);
        }
    }

    private static ForeignAccount account(String name, ForeignCredential credential) {
        return new ForeignAccount(name, Username.of(name + "@example.org"), credential);
    }

    private static ForeignAccount clear(String name, String password) {
        return account(name, ForeignCredential.clear(password.toCharArray()));
    }

    private ForeignAccount scram(String name) {
        return account(
                name,
                ForeignCredential.scramSha256(
                        ScramKeys.of(keys.iterations(), keys.salt(), keys.storedKey(), keys.serverKey())));
    }

    private String lineOf(String name) throws IOException {
        return Files.readString(root.resolve("accounts.jsonl"))
                .lines()
                .filter(line -> line.contains('"' + name + "@example.org\""))
                .collect(Collectors.joining());
    }

    @Test
    void writesTheMessagesInTheirOrderAndErasesThePassword() throws Exception {
        ForeignAccount anna = clear("anna", "geheim");
        remark = ", odd";
        try (ExportWriter export = ExportWriter.open(root)) {
            convert(export, "example.org", anna);
            export.finish("example.org", List.of("something"));
        }

        assertThat(Files.readString(root.resolve("example.org/anna/messages.jsonl"))
                        .lines())
                .hasSize(2)
                .first()
                .asString()
                .contains("\"uniqueId\":\"1\"", "\"octets\":5", "\"cameAt\":\"2026-11-30T08:00:00Z\"");
        assertThat(root.resolve("progress.jsonl")).doesNotExist();
        assertThat(anna.password().orElseThrow()).containsOnly('\0');
        assertThat(out.toString()).containsPattern("anna@example.org +2 +10  converted, odd\n");
    }

    @Test
    void keepsWhatAnAbortedConversionHasAndMakesTheRestAgain() throws Exception {
        mail.put("carol", List.of());
        mail.put("dave", List.of("5"));
        ForeignAccount[] first = {clear("anna", "geheim"), clear("bob", "geheim"), scram("carol"), clear("dave", "x")};
        try (ExportWriter export = ExportWriter.open(root)) {
            convert(export, "example.org", first);
        }
        Path progress = scratch.resolve("move.part/progress.jsonl");
        Files.writeString(progress, Files.readString(progress) + "{\"user\":\"erin@exam");
        String before = Files.readString(progress);
        mail.put("bob", List.of("3", "4"));
        out.getBuffer().setLength(0);

        try (ExportWriter export = ExportWriter.open(root)) {
            convert(export, "example.org", clear("anna", "geheim"), clear("bob", "geheim"), scram("carol"));
            export.finish("example.org", List.of());
        }

        assertThat(out.toString())
                .containsPattern("anna@example.org +2 +10  converted before\n")
                .containsPattern("bob@example.org +2 +10  converted\n")
                .containsPattern("carol@example.org +0 +0  converted before, only SCRAM-SHA-256\n");
        assertThat(before).contains(lineOf("anna"), lineOf("carol")).doesNotContain(lineOf("bob"));
        assertThat(root.resolve("example.org/dave")).doesNotExist();
        assertThat(lineOf("erin")).isEmpty();
    }

    @Test
    void leavesNothingOfAnAccountThatAnAbortedConversionHasBegun() throws Exception {
        try (ExportWriter export = ExportWriter.open(root)) {
            convert(export, "example.org", clear("anna", "geheim"));
            export.begin(Username.of("gone@other.example"))
                    .add("1", CAME_AT, new ByteArrayInputStream("a".getBytes(US_ASCII)));
        }
        Path begun = scratch.resolve("move.part/other.example/gone");
        assertThat(begun).exists();

        try (ExportWriter export = ExportWriter.open(root)) {
            convert(export, "example.org", clear("anna", "geheim"));
            export.finish("example.org", List.of());
        }

        assertThat(root.resolve("other.example/gone")).doesNotExist();
        assertThat(out.toString()).contains("converted before");
    }

    @Test
    void makesAnAccountAgainWhosePasswordRealmOrFileHasChanged() throws Exception {
        try (ExportWriter export = ExportWriter.open(root)) {
            convert(export, "example.org", clear("anna", "geheim"), clear("bob", "geheim"));
        }
        out.getBuffer().setLength(0);

        try (ExportWriter export = ExportWriter.open(root)) {
            convert(export, "example.org", clear("anna", "another"), scram("bob"));
        }
        assertThat(out.toString()).doesNotContain("before").contains("only SCRAM");
        out.getBuffer().setLength(0);
        try (ExportWriter export = ExportWriter.open(root)) {
            convert(export, "other.example", clear("anna", "another"));
        }
        assertThat(out.toString()).doesNotContain("before");
        out.getBuffer().setLength(0);
        Files.delete(scratch.resolve("move.part/example.org/bob/messages.jsonl"));
        try (ExportWriter export = ExportWriter.open(root)) {
            convert(export, "example.org", scram("bob"));
        }
        assertThat(out.toString()).doesNotContain("before");
    }

    @Test
    void refusesAFolderThatAnotherProcessWritesOrThatIsDone() throws Exception {
        try (ExportWriter export = ExportWriter.open(root)) {
            assertThatThrownBy(() -> ExportWriter.open(root))
                    .isInstanceOf(MoveException.class)
                    .hasMessageContaining("in use by another process");
            export.finish("example.org", List.of());
        }

        assertThatThrownBy(() -> ExportWriter.open(root)).hasMessageContaining("is there already");
    }

    @Test
    void takesNoTimeThatCannotBe() throws Exception {
        mail.put("anna", List.of("1", "2", "3", "4"));
        times.put("2", Instant.EPOCH.minusSeconds(3600));
        times.put("3", CLOCK.instant().plusSeconds(1));
        times.put("4", Instant.parse("2000-01-01T00:00:00Z"));
        try (ExportWriter export = ExportWriter.open(root)) {
            convert(export, "example.org", clear("anna", "geheim"));
            export.finish("example.org", List.of());
        }

        assertThat(Files.readString(root.resolve("example.org/anna/messages.jsonl"))
                        .lines()
                        .map(line -> line.replaceAll(".*\"cameAt\":\"|\".*", "")))
                .containsExactly(
                        CAME_AT.toString(),
                        CLOCK.instant().toString(),
                        CLOCK.instant().toString(),
                        "2000-01-01T00:00:00Z");
        assertThat(out.toString()).contains("converted, 2 messages from the future or before 2000: as of now\n");
    }

    @Test
    void refusesAMessageThatCouldNotBeReadAgain() throws Exception {
        try (ExportWriter export = ExportWriter.open(root)) {
            MaildropWriter maildrop = export.begin(Username.of("anna@example.org"));
            Instant before1970 = Instant.EPOCH.minusSeconds(3600);

            assertThatThrownBy(() -> maildrop.add("1", before1970, InputStream.nullInputStream()))
                    .isInstanceOf(MoveException.class);
        }
    }

    @Test
    void namesAnAccountWithoutAMaildrop() throws Exception {
        try (ExportWriter export = ExportWriter.open(root)) {
            convert(export, "example.org", clear("anna", "geheim"), clear("nobody", "geheim"));
        }

        assertThat(out.toString()).containsPattern("nobody@example.org +0 +0  converted, without a maildrop\n");
        assertThat(omissions.lines())
                .containsExactly("mail of nobody@example.org: the old server has no maildrop for it");
    }

    @Test
    void refusesAUniqueIdThatIsThereTwiceOrIsNone() throws Exception {
        mail.put("anna", List.of("1", "1"));
        mail.put("bob", List.of("a b"));
        try (ExportWriter export = ExportWriter.open(root)) {
            assertThatThrownBy(() -> convert(export, "example.org", clear("anna", "geheim")))
                    .hasMessageContaining("two of its messages have the unique-id 1");
            assertThatThrownBy(() -> convert(export, "example.org", clear("bob", "geheim")))
                    .hasMessageContaining("no unique-id of RFC 1939");
        }
    }

    @Test
    void reportsNoAccountAsDoneBeforeItsMaildropIsClosed() throws Exception {
        unclosable = true;
        try (ExportWriter export = ExportWriter.open(root)) {
            assertThatThrownBy(() -> convert(export, "example.org", clear("anna", "geheim")))
                    .hasMessage("not closed");
        }

        assertThat(out.toString()).isEmpty();
    }

    /** Messages of five octets with these unique-ids. */
    private final class Mail implements MailSource {
        @Override
        public Optional<ForeignMaildrop> find(ForeignAccount account) {
            return Optional.ofNullable(mail.get(account.name())).map(Maildrop::new);
        }

        @Override
        public List<String> leftBehind() {
            return List.of();
        }
    }

    private final class Maildrop implements ForeignMaildrop {
        private final List<String> uniqueIds;

        private Maildrop(List<String> uniqueIds) {
            this.uniqueIds = uniqueIds;
        }

        @Override
        public String remark() {
            return remark;
        }

        @Override
        public List<ForeignMessage> messages() {
            return uniqueIds.stream()
                    .map(id -> new Message(id, times.getOrDefault(id, CAME_AT)))
                    .collect(Collectors.toList());
        }

        @Override
        public void close() throws IOException {
            if (unclosable) {
                throw new IOException("not closed");
            }
        }
    }

    private static final class Message implements ForeignMessage {
        private final String uniqueId;
        private final Instant cameAt;

        private Message(String uniqueId, Instant cameAt) {
            this.uniqueId = uniqueId;
            this.cameAt = cameAt;
        }

        @Override
        public String uniqueId() {
            return uniqueId;
        }

        @Override
        public Instant cameAt() {
            return cameAt;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream("\r\na\r\n".getBytes(US_ASCII));
        }
    }
}
