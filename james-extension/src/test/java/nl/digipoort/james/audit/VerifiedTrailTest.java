// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import nl.digipoort.james.clock.TestClocks;
import nl.digipoort.james.evidence.AuditTool;
import nl.digipoort.james.maildrop.TestMarkedMessages;
import nl.digipoort.james.testing.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this package writes, the package that verifies takes for unchanged, whatever happened to the server. */
class VerifiedTrailTest {
    private static final String OLD =
            "{\"v\":1,\"time\":\"1970-01-01T00:00:00.000Z\",\"event\":\"login\",\"node\":\"n\"}\n";

    @TempDir
    private Path folder;

    private final TestClock clock = new TestClock();
    private String out;

    @Test
    void holdsOverFilesAndRestarts() throws Exception {
        Files.writeString(file(), OLD);
        for (int day = 0; day < 4; day++) {
            AuditFile file = open();
            write(file, 5);
            clock.move(Duration.ofDays(1));
            write(file, 3);
        }

        assertThat(verify()).as(out).isZero();
        assertThat(verifyBy(TestSigningKeys.key(1))).as(out).isZero();
        assertThat(out).contains(" files, 1 to ").contains("  signed up to record ");
        assertThat(verifyBy(TestSigningKeys.key(2))).isEqualTo(1);
        assertThat(out).contains("FINDING unknown-key ");
    }

    @Test
    void holdsWhereverTheServerWasKilled() throws Exception {
        write(open(), 3);
        String whole = Files.readString(file());
        int lastLine = whole.lastIndexOf('\n', whole.length() - 2) + 1;
        for (int length = lastLine; length <= whole.length(); length += 7) {
            begin(whole.substring(0, length));
            assertThat(verify()).as(out).isZero();

            write(open(), 2);

            assertThat(verify()).as(out).isZero();
        }
    }

    @Test
    void holdsNoMoreWhenSomebodyChangesIt() throws Exception {
        write(open(), 3);
        String whole = Files.readString(file());
        write(open(), 3);
        String changed = Files.readString(file()).replaceFirst("\"user\":\"a\"", "\"user\":\"b\"");
        Files.writeString(file(), changed);

        assertThat(verify()).isEqualTo(1);
        assertThat(out).startsWith("FINDING changed " + file() + ":");

        Files.writeString(file(), whole);
        Files.write(file(), whole.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.APPEND);
        assertThat(verify()).isEqualTo(1);
    }

    /** As scripts of an auditor read it. */
    @Test
    void tellsTheStoryOfWhatASessionDid() throws Exception {
        TestAudit audit = new TestAudit();
        SessionAudit session = audit.session();
        session.marks("1.1", 5);
        session.begins(TestMarkedMessages.of(2));
        session.sessionEnded(SessionAudit.Ending.COMPLETE);
        Files.write(file(), audit.lines());

        List<String> shown = show("--unique-id", "1.1");

        assertThat(shown).isNotEmpty().isSubsetOf(audit.lines());
        assertThat(shown.get(0)).contains("\"event\":\"marked\"");
        assertThat(shown.get(shown.size() - 1)).contains("\"event\":\"session-ended\"");
    }

    /** As of the day of the clock, so that it goes on being written. */
    private void begin(String text) throws IOException {
        Files.writeString(file(), text);
        Files.setLastModifiedTime(file(), FileTime.from(clock.instant()));
    }

    private Path file() {
        return folder.resolve("digipoort-audit.jsonl");
    }

    private AuditFile open() throws IOException {
        Checkpoints checkpoints = TestAudit.checkpoints(TestSigningKeys.inFile(folder, 1), clock);
        AuditFile file =
                new AuditFile(file(), TestAudit.settings(""), TestClocks.watching(clock), Disk.REAL, checkpoints);
        file.open();
        return file;
    }

    private void write(AuditFile file, int count) throws IOException {
        AuditJson json = new AuditJson("node-1");
        AuditRecord record = AuditRecord.of(AuditEvent.UNMARKED).with(AuditField.SESSION, "00c0ffee00c0ffee");
        for (int i = 0; i < count; i++) {
            file.write(List.of(
                    json.line(record.with(AuditField.MESSAGES, 1).with(AuditField.USER, "a"), clock.instant()),
                    json.line(record.with(AuditField.MESSAGES, i), clock.instant())));
        }
    }

    private int verify() {
        return run("verify", "--key", "none", folder.toString());
    }

    private int verifyBy(SigningKey key) {
        return run("verify", "--key", key.publicKey(), folder.toString());
    }

    private List<String> show(String... asked) {
        assertThat(run("show", asked[0], asked[1], "--json", folder.toString())).isZero();
        return out.lines().collect(Collectors.toList());
    }

    private int run(String... arguments) {
        StringWriter said = new StringWriter();
        int status = new AuditTool().run(new PrintWriter(said), new PrintWriter(said), arguments);
        out = said.toString();
        return status;
    }
}
