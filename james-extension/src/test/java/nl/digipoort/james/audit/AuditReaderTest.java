// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditReaderTest {
    private static final String ANNA = "anna@example.org";
    private static final AuditQuery OF_ANNA = AuditQuery.ALL.account(ANNA);
    private static final Instant BEGIN = Instant.parse("2026-11-24T00:00:00Z");
    private static final long A_LOT = 1_000_000_000;

    @TempDir
    private Path directory;

    private int second;

    @Test
    void findsTheRecordsOfAnAccountTheLatestFirst() throws Exception {
        write("audit.jsonl", ANNA, "bob@example.org", ANNA);

        FoundRecords found = reader(A_LOT).read(OF_ANNA, 10);

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

        FoundRecords found = reader(A_LOT).read(OF_ANNA, 20);

        assertThat(seconds(found))
                .containsExactly("11", "10", "09", "08", "07", "06", "05", "04", "03", "02", "01", "00");
        assertThat(found.isComplete()).isTrue();
    }

    @Test
    void givesNoMoreThanAreWanted() throws Exception {
        write("audit.jsonl.2026-11-23.1", ANNA, ANNA);
        write("audit.jsonl", ANNA, ANNA);

        FoundRecords found = reader(A_LOT).read(OF_ANNA, 3);

        assertThat(seconds(found)).containsExactly("03", "02", "01");
        assertThat(found.isComplete()).isFalse();
    }

    @Test
    void looksAtNoMoreOctetsThanAreAllowed() throws Exception {
        String noise = line("bob@example.org") + "\n";
        Files.writeString(directory.resolve("audit.jsonl"), line(ANNA) + "\n" + noise.repeat(2000));

        FoundRecords found = reader(64 * 1024).read(OF_ANNA, 10);

        assertThat(found.records()).isEmpty();
        assertThat(found.lookedBackTo()).isPresent();
        assertThat(found.isComplete()).isFalse();
        assertThat(reader(A_LOT).read(OF_ANNA, 10).records()).hasSize(1);
    }

    @Test
    void findsWhatOthersTriedUnderTheName() throws Exception {
        TestAudit audit = new TestAudit();
        audit.trail().note(AuditRecord.of(AuditEvent.LOGIN).with(AuditField.USER, "Anna@Example.org"));
        audit.trail().note(AuditRecord.of(AuditEvent.LOGIN).with(AuditField.USER, "joanna@example.org"));
        audit.trail().note(AuditRecord.of(AuditEvent.LOGIN).with(AuditField.HOLDER, ANNA));
        Files.write(directory.resolve("audit.jsonl"), audit.lines());

        List<Object> users = reader(A_LOT).read(OF_ANNA, 10).records().stream()
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

        assertThat(reader(A_LOT).read(OF_ANNA, 10).records()).singleElement().satisfies(record -> assertThat(record)
                .containsEntry("mail", ANNA));
    }

    @Test
    void findsANameThatIsEscapedInTheTrail() throws Exception {
        TestAudit audit = new TestAudit();
        audit.trail().note(AuditRecord.of(AuditEvent.LOGIN).with(AuditField.USER, "zoë\"@example.org"));
        Files.write(directory.resolve("audit.jsonl"), audit.lines());

        assertThat(reader(A_LOT)
                        .read(AuditQuery.ALL.account("zoë\"@example.org"), 10)
                        .records())
                .hasSize(1);
    }

    @Test
    void findsWhatCarriesAMessageIdADigestOrASession() throws Exception {
        TestAudit audit = new TestAudit();
        String digest = "ab".repeat(32);
        audit.trail().note(AuditRecord.of(AuditEvent.ARRIVAL_BEGUN).with(AuditField.MESSAGE_ID, "<1@example.org>"));
        audit.trail().note(AuditRecord.of(AuditEvent.RETRIEVAL_ENDED).with(AuditField.SHA256, digest));
        audit.trail().note(AuditRecord.of(AuditEvent.ARRIVAL_ENDED).with(AuditField.DATA_SHA256, digest));
        audit.trail().note(AuditRecord.of(AuditEvent.LOGIN).with(AuditField.SESSION, "00c0ffee00c0ffee"));
        audit.trail().note(AuditRecord.of(AuditEvent.LOGIN).with(AuditField.USER, "<1@example.org>"));
        Files.write(directory.resolve("audit.jsonl"), audit.lines());

        assertThat(events(AuditQuery.ALL.messageId("<1@example.org>"))).containsExactly("arrival-begun");
        assertThat(events(AuditQuery.ALL.digest(digest))).containsExactly("arrival-ended", "retrieval-ended");
        assertThat(events(AuditQuery.ALL.session("00c0ffee00c0ffee"))).containsExactly("login");
        assertThat(events(AuditQuery.ALL.session("00c0ffee00c0ffee").digest(digest)))
                .isEmpty();
        assertThat(events(AuditQuery.ALL)).hasSize(5);
    }

    private List<Object> events(AuditQuery query) throws IOException {
        return reader(A_LOT).read(query, 10).records().stream()
                .map(record -> record.get("event"))
                .collect(Collectors.toList());
    }

    @Test
    void findsTheRecordsOfATime() throws Exception {
        write("audit.jsonl.2026-11-23.1", ANNA, ANNA, ANNA);
        write("audit.jsonl", ANNA, ANNA);

        FoundRecords found =
                reader(A_LOT).read(OF_ANNA.from(BEGIN.plusSeconds(1)).before(BEGIN.plusSeconds(4)), 10);

        assertThat(seconds(found)).containsExactly("03", "02", "01");
        assertThat(found.lookedBackTo()).contains("2026-11-24T00:00:01.000Z");
        assertThat(found.isComplete()).isTrue();
        assertThat(reader(A_LOT).read(OF_ANNA.before(BEGIN), 10).records()).isEmpty();
    }

    @Test
    void findsTheRecordsOfATimeInBothFormatsOfTheTrail() throws Exception {
        Files.writeString(
                directory.resolve("audit.jsonl.2026-11-23.1"),
                unchained(line(ANNA)) + "\n" + unchained(line(ANNA)) + "\n");
        write("audit.jsonl", ANNA, ANNA);

        FoundRecords found =
                reader(A_LOT).read(OF_ANNA.from(BEGIN.plusSeconds(1)).before(BEGIN.plusSeconds(3)), 10);

        assertThat(seconds(found)).containsExactly("02", "01");
        assertThat(found.lookedBackTo()).contains("2026-11-24T00:00:01.000Z");
        assertThat(seconds(reader(A_LOT).read(OF_ANNA.before(BEGIN.plusSeconds(1)), 10)))
                .containsExactly("00");
    }

    /** As the first version of the trail wrote it. */
    private static String unchained(String line) {
        return line.replaceFirst("\"v\":2,\"seq\":[0-9]+,\"prev\":\"[0-9a-f]*\"", "\"v\":1");
    }

    @Test
    void searchesOnWhereRecordsAreALittleOutOfOrder() throws Exception {
        String early = line(ANNA);
        Files.writeString(
                directory.resolve("audit.jsonl"), line(ANNA) + "\n" + early + "\n" + line("bob@example.org") + "\n");

        FoundRecords found = reader(A_LOT).read(OF_ANNA.from(BEGIN.plusSeconds(1)), 10);

        assertThat(seconds(found)).containsExactly("01");
        assertThat(found.lookedBackTo()).contains("2026-11-24T00:00:01.000Z");
        assertThat(found.isComplete()).isTrue();
    }

    @Test
    void searchesNoFurtherThanAMinuteBeforeTheTimeThatIsWanted() throws Exception {
        write("audit.jsonl", Collections.nCopies(1000, ANNA).toArray(String[]::new));

        FoundRecords found = reader(64 * 1024).read(OF_ANNA.from(BEGIN.plusSeconds(second - 2)), 10);

        assertThat(found.records()).hasSize(2);
        assertThat(found.isComplete()).isTrue();
    }

    @Test
    void looksBackFromATimeWithoutReadingWhatCameLater() throws Exception {
        write("audit.jsonl", Collections.nCopies(20_000, "bob@example.org").toArray(String[]::new));
        String early = Files.readString(directory.resolve("audit.jsonl"));
        Files.writeString(directory.resolve("audit.jsonl"), early + line(ANNA) + "\n");
        String late = early.replace("2026-11-24T", "2026-11-25T");
        Files.writeString(directory.resolve("audit.jsonl"), late, StandardOpenOption.APPEND);

        FoundRecords found = reader(256 * 1024).read(AuditQuery.ALL.before(Instant.parse("2026-11-24T23:00:00Z")), 1);

        assertThat(found.records()).singleElement().satisfies(record -> assertThat(record)
                .containsEntry("maildrop", ANNA));
        assertThat(found.isComplete()).isFalse();
    }

    @Test
    void goesOnAmongRecordsOfOneTime() throws Exception {
        TestAudit audit = new TestAudit();
        audit.trail().note(Collections.nCopies(500, AuditRecord.of(AuditEvent.LOGIN)));
        Files.write(directory.resolve("audit.jsonl.1970-01-01.1"), audit.lines().subList(0, 250));
        Files.write(directory.resolve("audit.jsonl"), audit.lines().subList(250, 500));

        List<Object> numbers = allBy(200, A_LOT);

        assertThat(numbers).hasSize(500).doesNotHaveDuplicates();
    }

    @Test
    void goesOnWhereAllThatItMayReadIsRead() throws Exception {
        TestAudit audit = new TestAudit();
        audit.trail().note(Collections.nCopies(1000, AuditRecord.of(AuditEvent.LOGIN)));
        Files.write(directory.resolve("audit.jsonl"), audit.lines().subList(600, 1000));
        String early = String.join("\n", audit.lines().subList(0, 600)) + "\n";
        Files.writeString(directory.resolve("audit.jsonl.1969-12-31.1"), early.replace("1970-01-01", "1969-12-31"));

        assertThat(allBy(500, 128 * 1024)).hasSize(1000).doesNotHaveDuplicates();
    }

    private List<Object> allBy(int most, long mostOctets) throws IOException {
        List<Object> numbers = new ArrayList<>();
        Optional<AuditQuery> query = Optional.of(AuditQuery.ALL);
        while (query.isPresent() && numbers.size() < 2000) {
            FoundRecords found = reader(mostOctets).read(query.get(), most);
            found.records().forEach(record -> numbers.add(record.get("seq")));
            query = found.next().map(AuditQuery.ALL::next);
        }
        return numbers;
    }

    @Test
    void goesOnBeforeARecordThatIsGone() throws Exception {
        write("audit.jsonl", ANNA, ANNA);
        String next = reader(A_LOT).read(OF_ANNA, 1).next().orElseThrow();
        second = 20;
        write("audit.jsonl", ANNA);

        assertThat(reader(A_LOT).read(OF_ANNA.next(next), 1).records()).isEmpty();
        assertThat(reader(A_LOT)
                        .read(OF_ANNA.next(next.replaceFirst("T00:00:0", "T00:01:0")), 1)
                        .records())
                .hasSize(1);
    }

    @Test
    void passesOverWhatIsNoRecord() throws Exception {
        write("audit.jsonl", ANNA);
        Files.writeString(
                directory.resolve("audit.jsonl"),
                "{\"user\":\"" + ANNA + "\n\"" + ANNA + "\"\nnull \"" + ANNA + "\"\n{\"user\":\"" + ANNA + "\"",
                StandardOpenOption.APPEND);

        assertThat(seconds(reader(A_LOT).read(OF_ANNA, 10))).containsExactly("00");
    }

    @Test
    void findsNothingWhereNoFileIs() throws Exception {
        FoundRecords found = reader(A_LOT).read(OF_ANNA, 10);

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
        assertThatThrownBy(() -> none.read(OF_ANNA, 1)).isInstanceOf(IllegalStateException.class);
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
        return AuditLines.first(new AuditJson("node-1").line(login, BEGIN.plusSeconds(second++)));
    }

    private static List<String> times(FoundRecords found) {
        return found.records().stream()
                .map(record -> record.get("time").toString())
                .collect(Collectors.toList());
    }

    private static List<String> seconds(FoundRecords found) {
        return times(found).stream().map(time -> time.substring(17, 19)).collect(Collectors.toList());
    }
}
