// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trails of two nodes, whose checkpoints name each other's last records. */
class SeveralNodesTest {
    private final TestKey keyOfA = new TestKey(1);
    private final TestKey keyOfB = new TestKey(2);
    private final TestTrail a = new TestTrail("a", keyOfA);
    private final TestTrail b = new TestTrail("b", keyOfB);

    @TempDir
    private Path folder;

    @BeforeEach
    void write() {
        for (int i = 0; i < 5; i++) {
            a.message("1" + i, "user@example.org").checkpoint(i == 0 ? "none 1 " + TestTrail.hash("x") : b.head());
            b.message("2" + i, "user@example.org").checkpoint(a.head());
            a.pass(Duration.ofMinutes(1));
            b.pass(Duration.ofMinutes(1));
        }
        a.checkpoint(b.head());
    }

    @Test
    void findsNothingWhereNobodyTouchedAnything() throws IOException {
        Verified verified = verify();

        assertThat(verified.findings()).isEmpty();
        assertThat(verified.result().chains()).hasSize(2);
        assertThat(verified.kinds()).containsExactly(Kind.OTHER_TRAIL);
    }

    @Test
    void findsThatTheEndOfOneIsCutOff() throws IOException {
        List<String> lines = b.files().get(0);
        int left = lines.size() - 10;
        lines.subList(left, lines.size()).clear();

        Verified verified = verify();

        assertThat(verified.kindsOfFindings()).containsOnly(Kind.CUT);
        assertThat(verified.findings().get(0).place().line()).isEqualTo(left);
    }

    @Test
    void findsThatOneWasWrittenAnewWithItsOwnKey() throws IOException {
        List<String> lines = b.files().get(0);
        TestTrail forged = new TestTrail("b", keyOfB);
        while (forged.files().get(0).size() < lines.size()) {
            forged.message("9", "user@example.org").checkpoint();
        }
        b.files().set(0, forged.files().get(0));

        assertThat(verify().kindsOfFindings()).containsOnly(Kind.OTHERWISE);
    }

    @Test
    void readsFilesThatWereMovedApart() throws IOException {
        a.rotate().record("unmarked", "").rotate().record("unmarked", "").checkpoint();
        a.save(folder.resolve("a"));
        Path archive = Files.createDirectories(folder.resolve("archive"));
        Files.move(folder.resolve("a/digipoort-audit.jsonl.2026-11-24.1"), archive.resolve("old.jsonl"));
        Files.move(
                folder.resolve("a/digipoort-audit.jsonl.2026-11-24.2"),
                archive.resolve("digipoort-audit.jsonl.2026-11-24.2"));

        Verified verified = Verified.trails(List.of(folder.resolve("a"), archive), keyOfA);

        assertThat(verified.findings()).isEmpty();
        assertThat(verified.result().chains()).hasSize(1);
        assertThat(verified.result().chains().get(0).files()).isEqualTo(3);
    }

    @Test
    void findsAFileThatIsMissingAmongThoseThatWereMovedApart() throws IOException {
        a.rotate().record("unmarked", "").rotate().record("unmarked", "").checkpoint();
        a.save(folder.resolve("a"));
        Path archive = Files.createDirectories(folder.resolve("archive"));
        Files.move(folder.resolve("a/digipoort-audit.jsonl.2026-11-24.1"), archive.resolve("old.jsonl"));
        Files.delete(folder.resolve("a/digipoort-audit.jsonl.2026-11-24.2"));

        assertThat(Verified.trails(List.of(folder.resolve("a"), archive), keyOfA)
                        .kindsOfFindings())
                .containsExactly(Kind.MISSING);
    }

    @Test
    void takesTheNamesOfANodeThatChangeWithEachStart() throws IOException {
        TestTrail before =
                new TestTrail("1@host", keyOfA).message("1", "user@example.org").checkpoint();
        List<String> lines = new ArrayList<>(before.files().get(0));
        TestTrail renamed = before.as("2@host").message("2", "user@example.org").checkpoint();
        Path kept = Files.write(folder.resolve("kept"), renamed.checkpoints());
        renamed.save(folder.resolve("a"));
        assertThat(Verified.with(List.of(folder.resolve("a")), List.of(kept), keyOfA)
                        .kinds())
                .isEmpty();

        TestTrail.save(folder.resolve("a"), List.of(lines));

        assertThat(Verified.with(List.of(folder.resolve("a")), List.of(kept), keyOfA)
                        .kindsOfFindings())
                .containsExactly(Kind.CUT);
    }

    private Verified verify() throws IOException {
        a.save(folder.resolve("a"));
        b.save(folder.resolve("b"));
        return Verified.trails(List.of(folder.resolve("a"), folder.resolve("b")), keyOfA, keyOfB);
    }
}
