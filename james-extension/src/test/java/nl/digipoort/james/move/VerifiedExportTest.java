// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digipoort.james.credential.PasswordHash;
import nl.digipoort.james.limits.AccountLimit;
import nl.digipoort.james.limits.AccountLimitValues;
import nl.digipoort.james.policy.AccountPolicy;
import nl.digipoort.james.policy.LeastTls;
import org.apache.james.core.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifiedExportTest {
    private static final Username ANNA = Username.of("anna@example.org");
    private static final Instant CAME_AT = Instant.parse("2026-11-30T12:39:22.074Z");

    @TempDir
    private Path scratch;

    private Path root;
    private MaildropFolder maildrop;

    @BeforeEach
    void export() throws Exception {
        root = scratch.resolve("move");
        maildrop = MaildropFolder.in(root, ANNA);
        write(message("one", "1.1"), message("two", "000000a15f3e1b2c"));
    }

    private static MovedMessage message(String file, String uniqueId) {
        return new MovedMessage(file, uniqueId, 3, Digest.of(file), CAME_AT);
    }

    private static final AccountPolicy POLICY = AccountPolicy.EMPTY.withLeastTls(LeastTls.TLS_1_3);

    private void write(MovedMessage... messages) throws Exception {
        ExportFolder folder = ExportFolder.begin(root);
        MaildropFolder part = folder.maildrop(ANNA);
        part.create();
        for (MovedMessage message : messages) {
            Durable.write(part.message(message.file()), message.file());
        }
        Durable.write(part.messages(), MaildropWriter.lines(List.of(messages)));
        MovedAccount account = new MovedAccount(
                ANNA,
                PasswordHash.of("PBKDF2-SHA512-1000-512", "hash\r\n"),
                Optional.of(new byte[] {1, 2, 3}),
                AccountLimitValues.of(Map.of(AccountLimit.LOGIN_DELAY, 60L)),
                POLICY,
                messages.length,
                3L * messages.length,
                Digest.of(part.messages()));
        String accounts = account.write() + "\n";
        folder.finish(
                accounts,
                "",
                new Manifest(
                        "name",
                        "realm",
                        "jpa",
                        List.of("example.org"),
                        List.of("mailbox Trash of anna@example.org: 3 messages"),
                        List.of(),
                        Digest.of(accounts),
                        Digest.of("")));
    }

    private VerifiedExport verified() throws MoveException {
        return VerifiedExport.read(ExportFolder.existing(root));
    }

    @Test
    void readsWhatWasWritten() throws Exception {
        VerifiedExport export = verified();

        assertThat(export.manifest().name()).isEqualTo("name");
        assertThat(export.manifest().realm()).isEqualTo("realm");
        assertThat(export.manifest().hashForm()).isEqualTo("jpa");
        assertThat(export.manifest().domains()).containsExactly("example.org");
        assertThat(export.manifest().leftOut()).hasSize(1);
        assertThat(export.rewriting()).isEmpty();
        MovedAccount account = export.accounts().get(0);
        assertThat(account.user()).isEqualTo(ANNA);
        assertThat(account.password().hash()).isEqualTo("hash\r\n");
        assertThat(account.digests().orElseThrow()).containsExactly(1, 2, 3);
        assertThat(account.policy()).isEqualTo(POLICY);
        assertThat(account.limits().find(AccountLimit.LOGIN_DELAY)).contains(60L);
        assertThat(export.messages(account))
                .extracting(MovedMessage::uniqueId)
                .containsExactly("1.1", "000000a15f3e1b2c");
        assertThat(export.messages(account)).extracting(MovedMessage::cameAt).containsOnly(CAME_AT);
    }

    @Test
    void refusesAMessageThatIsNotWhatWasExported() throws Exception {
        Files.writeString(maildrop.message("two"), "TWO");

        assertThatThrownBy(this::verified)
                .isInstanceOf(MoveException.class)
                .hasMessageContaining(maildrop.message("two").toString());
    }

    @Test
    void refusesAMessageThatIsMissing() throws Exception {
        Files.delete(maildrop.message("two"));

        assertThatThrownBy(this::verified).isInstanceOf(MoveException.class).hasMessageContaining("cannot be read");
    }

    @Test
    void refusesListsThatWereChanged() throws Exception {
        Files.writeString(maildrop.messages(), MaildropWriter.lines(List.of(message("one", "1.1"))));
        assertThatThrownBy(this::verified).hasMessageContaining("messages.jsonl");

        Files.writeString(root.resolve("accounts.jsonl"), "");
        assertThatThrownBy(this::verified).hasMessageContaining("accounts.jsonl");
    }

    @Test
    void refusesAUniqueIdThatIsThereTwice() throws Exception {
        root = scratch.resolve("twice");
        write(message("one", "1.1"), message("two", "1.1"));

        assertThatThrownBy(this::verified).hasMessageContaining("1.1 is there twice");
    }

    @Test
    void refusesAnotherVersionAndAnotherFormat() throws Exception {
        Path manifest = root.resolve("manifest.json");
        String text = Files.readString(manifest);

        Files.writeString(manifest, text.replace("\"version\" : 1", "\"version\" : 3"));
        assertThatThrownBy(this::verified).hasMessageContaining("of version 3");
        Files.writeString(manifest, text.replace("digipoort-export", "something"));
        assertThatThrownBy(this::verified).hasMessageContaining("not of the format");
        Files.writeString(manifest, "{");
        assertThatThrownBy(this::verified).hasMessageContaining("not JSON");
    }

    @Test
    void refusesAFolderThatIsNoExport() {
        assertThatThrownBy(() -> ExportFolder.existing(scratch)).isInstanceOf(MoveException.class);
    }

    @Test
    void leavesAnAbortedExportWithoutItsName() throws Exception {
        Path aborted = scratch.resolve("aborted");
        ExportFolder.begin(aborted);

        assertThat(aborted).doesNotExist();
        assertThatThrownBy(() -> ExportFolder.begin(aborted))
                .isInstanceOf(MoveException.class)
                .hasMessageContaining("aborted.part is there already");
    }

    @Test
    void tellsNoSecret() throws Exception {
        assertThat(verified().accounts().get(0)).hasToString("anna@example.org");
    }
}
