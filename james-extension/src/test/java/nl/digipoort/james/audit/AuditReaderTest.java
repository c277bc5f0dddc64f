// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditReaderTest {
    private static final String ANNA = "anna@example.org";
    private static final long A_LOT = 1_000_000_000;

    @TempDir
    private Path directory;

    private int second;

    @Test
    void findsTheRecordsOfAnAccountTheLatestFirst() throws Exception {
        write("audit.jsonl", ANNA, "bob@example.org", ANNA);

        AccountRecords found = reader(A_LOT).read(ANNA, 10);

        assertThat(times(found)).containsExactly("2026-11-24T00:00:02.000Z", "2026-11-24T00:00:00.000Z");
        assertThat(found.records().get(0)).containsEntry("event", "login").containsEntry("maildrop", ANNA);
        assertThat(found.lookedBackTo()).contains("2026-11-24T00:00:00.000Z");
        assertThat(found.isComplete()).isTrue();
    }

    @Test
    void goesOnInTheFilesOfEarlierDaysByDayAndNumber() throws Exception {
        write("audit.jsonl.2026-11-22.1", ANNA);
        for (int number = 1; number <= 10; number++) {
            write("audit.jsonl.2026-11-23." + number, ANNA);
        }
        write("audit.jsonl", ANNA);
        write("audit.jsonl.notes", ANNA);

        AccountRecords found = reader(A_LOT).read(ANNA, 20);

        assertThat(seconds(found))
                .containsExactly("11", "10", "09", "08", "07", "06", "05", "04", "03", "02", "01", "00");
        assertThat(found.isComplete()).isTrue();
    }

    @Test
    void givesNoMoreThanAreWanted() throws Exception {
        write("audit.jsonl.2026-11-23.1", ANNA, ANNA);
        write("audit.jsonl", ANNA, ANNA);

        AccountRecords found = reader(A_LOT).read(ANNA, 3);

        assertThat(seconds(found)).containsExactly("03", "02", "01");
        assertThat(found.isComplete()).isFalse();
    }

    @Test
    void looksAtNoMoreOctetsThanAreAllowed() throws Exception {
        String noise = line("bob@example.org") + "\n";
        Files.writeString(directory.resolve("audit.jsonl"), line(ANNA) + "\n" + noise.repeat(2000));

        AccountRecords found = reader(64 * 1024).read(ANNA, 10);

        assertThat(found.records()).isEmpty();
        assertThat(found.lookedBackTo()).isPresent();
        assertThat(found.isComplete()).isFalse();
        assertThat(reader(A_LOT).read(ANNA, 10).records()).hasSize(1);
    }

    @Test
    void findsWhatOthersTriedUnderTheName() throws Exception {
        TestAudit audit = new TestAudit();
        audit.trail().note(AuditRecord.of(AuditEvent.LOGIN).with(AuditField.USER, "Anna@Example.org"));
        audit.trail().note(AuditRecord.of(AuditEvent.LOGIN).with(AuditField.USER, "joanna@example.org"));
        audit.trail().note(AuditRecord.of(AuditEvent.LOGIN).with(AuditField.HOLDER, ANNA));
        Files.write(directory.resolve("audit.jsonl"), audit.lines());

        List<Object> users = reader(A_LOT).read(ANNA, 10).records().stream()
                .map(record -> record.get("user"))
                .collect(Collectors.toList());

        assertThat(users).containsExactly("Anna@Example.org");
    }

    @Test
    void findsTheMailThatIsForAnAccount() throws Exception {
        TestAudit audit = new TestAudit();
        for (String recipient : List.of("bob@example.org", ANNA)) {
            audit.trail()
                    .note(AuditRecord.of(AuditEvent.ARRIVAL_BEGUN)
                            .with(AuditField.MAIL, recipient)
                            .with(AuditField.SENDER, ANNA)
                            .with(AuditField.RECIPIENTS, List.of("eve@example.org", recipient)));
        }
        Files.write(directory.resolve("audit.jsonl"), audit.lines());

        assertThat(reader(A_LOT).read(ANNA, 10).records()).singleElement().satisfies(record -> assertThat(record)
                .containsEntry("mail", ANNA));
    }

    @Test
    void findsANameThatIsEscapedInTheTrail() throws Exception {
        TestAudit audit = new TestAudit();
        audit.trail().note(AuditRecord.of(AuditEvent.LOGIN).with(AuditField.USER, "zoë\"@example.org"));
        Files.write(directory.resolve("audit.jsonl"), audit.lines());

        assertThat(reader(A_LOT).read("zoë\"@example.org", 10).records()).hasSize(1);
    }

    @Test
    void passesOverWhatIsNoRecord() throws Exception {
        write("audit.jsonl", ANNA);
        Files.writeString(
                directory.resolve("audit.jsonl"),
                "{\"user\":\"" + ANNA + "\n\"" + ANNA + "\"\nnull \"" + ANNA + "\"\n{\"user\":\"" + ANNA + "\"",
                StandardOpenOption.APPEND);

        assertThat(seconds(reader(A_LOT).read(ANNA, 10))).containsExactly("00");
    }

    @Test
    void findsNothingWhereNoFileIs() throws Exception {
        AccountRecords found = reader(A_LOT).read(ANNA, 10);

        assertThat(found.records()).isEmpty();
        assertThat(found.lookedBackTo()).isEmpty();
        assertThat(found.isComplete()).isTrue();
    }

    @Test
    void canOnlyReadAFile() {
        Path file = directory.resolve("audit.jsonl");

        assertThat(AuditReader.of(TestAudit.settings(""), file).isPossible()).isTrue();
        AuditReader none = AuditReader.of(TestAudit.settings("<destination>logger</destination>"), file);
        assertThat(none.isPossible()).isFalse();
        assertThatThrownBy(() -> none.read(ANNA, 1)).isInstanceOf(IllegalStateException.class);
    }

    private AuditReader reader(long mostOctets) {
        return new AuditReader(Optional.of(directory.resolve("audit.jsonl")), mostOctets);
    }

    private void write(String name, String... accounts) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String account : accounts) {
            lines.append(line(account)).append('\n');
        }
        Files.writeString(directory.resolve(name), lines);
    }

    /** A record of the next second. */
    private String line(String account) {
        AuditRecord login = AuditRecord.of(AuditEvent.LOGIN).with(AuditField.MAILDROP, account);
        return AuditLines.first(new AuditJson("node-1")
                .line(login, Instant.parse("2026-11-24T00:00:00Z").plusSeconds(second++)));
    }

    private static List<String> times(AccountRecords found) {
        return found.records().stream()
                .map(record -> record.get("time").toString())
                .collect(Collectors.toList());
    }

    private static List<String> seconds(AccountRecords found) {
        return times(found).stream().map(time -> time.substring(17, 19)).collect(Collectors.toList());
    }
}
