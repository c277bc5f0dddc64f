// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever somebody does to a trail is found, and where it was done; a trail that nobody touched has no finding. */
class TamperingTest {
    private static final int TRIES = 200;

    private final Random random = new Random(20261124);
    private final TestKey key = new TestKey(1);
    private final TestKey nextKey = new TestKey(2);

    @TempDir
    private Path folder;

    private TestTrail trail;
    private List<List<String>> files;

    @BeforeEach
    void write() {
        trail = new TestTrail("a", key).version1(1).record("server-started", ",\"version\":\"1\"");
        trail.checkpoint();
        for (int i = 0; i < 6; i++) {
            trail.message(Integer.toString(i), "user" + i % 2 + "@example.org").pass(Duration.ofSeconds(50));
            trail.checkpoint("b 7 " + TestTrail.hash("b"));
            if (i % 2 == 1) {
                trail.rotate();
            }
            if (i == 2) {
                trail.changeKey(nextKey);
            }
        }
        trail.record("server-stopped", "").checkpoint();
        files = trail.files();
    }

    @Test
    void findsNothingWhereNobodyTouchedAnything() throws IOException {
        Verified verified = verify(files);

        assertThat(verified.kinds()).containsExactly(Kind.KEY_CHANGED, Kind.VERSION_1);
        assertThat(verified.result().digests().compared()).isEqualTo(6);
        assertThat(verified.result().chains()).hasSize(1);
    }

    @Test
    void findsNothingInATrailOfAnyLength() throws IOException {
        for (int length = 0; length < 40; length++) {
            TestTrail some =
                    new TestTrail("a", key).record("server-started", "").checkpoint();
            for (int i = 0; i < length; i++) {
                some.record("unmarked", ",\"messages\":" + random.nextInt());
                if (random.nextInt(5) == 0) {
                    some.checkpoint();
                }
                if (random.nextInt(9) == 0) {
                    some.rotate();
                }
            }
            Path one = Files.createDirectory(folder.resolve("length" + length));
            some.save(one);

            assertThat(Verified.trails(List.of(one), key).kinds()).isEmpty();
        }
    }

    @Test
    void findsAnyChangedOctet() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int file = random.nextInt(files.size());
            int line = random.nextInt(files.get(file).size());
            byte[] octets = (files.get(file).get(line) + "\n").getBytes(StandardCharsets.ISO_8859_1);
            int at = random.nextInt(octets.length);
            byte other = (byte) (random.nextBoolean() ? octets[at] ^ 1 << random.nextInt(8) : random.nextInt(256));
            if (other == octets[at] || isTheVeryEnd(file, line, at, octets.length)) {
                continue;
            }
            octets[at] = other;
            String changed = new String(octets, StandardCharsets.ISO_8859_1);

            List<List<String>> copy = copy();
            copy.get(file)
                    .set(
                            line,
                            changed.endsWith("\n")
                                    ? changed.substring(0, changed.length() - 1)
                                    : changed + next(copy, file, line));

            assertFound(
                    verify(copy),
                    file,
                    line,
                    "octet " + at + " of " + files.get(file).get(line));
        }
    }

    /** The last line end says nothing. */
    private boolean isTheVeryEnd(int file, int line, int at, int length) {
        return at == length - 1 && line == files.get(file).size() - 1;
    }

    /** What a changed line end joins to the line. */
    private static String next(List<List<String>> copy, int file, int line) {
        return copy.get(file).remove(line + 1);
    }

    @Test
    void findsAnyRemovedLine() throws IOException {
        for (int file = 0; file < files.size(); file++) {
            for (int line = 0; line < files.get(file).size(); line++) {
                if (isLast(file, line) || isVersion1(file, line)) {
                    continue;
                }
                List<List<String>> copy = copy();
                String removed = copy.get(file).remove(line);

                Verified verified = verify(copy);

                Kind[] found = removed.contains("nextKey")
                        ? new Kind[] {Kind.UNKNOWN_KEY, Kind.MISSING}
                        : new Kind[] {Kind.MISSING};
                assertThat(verified.kindsOfFindings()).as(removed).containsExactly(found);
                assertFound(verified, file, line, removed);
            }
        }
    }

    private boolean isLast(int file, int line) {
        return file == files.size() - 1 && line == files.get(file).size() - 1;
    }

    private boolean isVersion1(int file, int line) {
        return file == 0 && line == 0;
    }

    @Test
    void findsAnyTwoSwappedLines() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int file = random.nextInt(files.size());
            int one = random.nextInt(files.get(file).size());
            int other = random.nextBoolean()
                    ? (one + 1) % files.get(file).size()
                    : random.nextInt(files.get(file).size());
            if (one == other) {
                continue;
            }
            List<List<String>> copy = copy();
            Collections.swap(copy.get(file), one, other);

            assertFound(verify(copy), file, Math.min(one, other), one + " and " + other + " swapped");
        }
    }

    @Test
    void findsThatTwoNeighboursAreSwapped() throws IOException {
        List<List<String>> copy = copy();
        Collections.swap(copy.get(1), 4, 5);

        assertThat(verify(copy).kindsOfFindings()).containsExactly(Kind.REORDERED);
    }

    @Test
    void findsAnyRepeatedLine() throws IOException {
        for (int file = 0; file < files.size(); file++) {
            for (int line = file == 0 ? 1 : 0; line < files.get(file).size(); line++) {
                List<List<String>> copy = copy();
                copy.get(file).add(line, copy.get(file).get(line));

                Verified verified = verify(copy);

                assertThat(verified.kindsOfFindings())
                        .as("line %d of %d", line, file)
                        .containsExactly(Kind.INSERTED);
                assertFound(verified, file, line, "repeated");
            }
        }
    }

    @Test
    void findsAnyInsertedLine() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int file = random.nextInt(files.size());
            int line = 1 + random.nextInt(files.get(file).size() - 1);
            List<List<String>> copy = copy();
            copy.get(file).add(line, inserted(i, copy.get(file).get(line - 1)));

            Verified verified = verify(copy);

            assertThat(verified.kindsOfFindings())
                    .as(copy.get(file).get(line))
                    .containsAnyOf(Kind.INSERTED, Kind.NO_RECORD);
            assertThat(verified.findings()).allMatch(finding -> distance(finding.place(), file, line) <= 1);
            assertFound(verified, file, line, "inserted " + copy.get(file).get(line));
        }
    }

    /** Made to fit as well as it can be, or of another part of the trail, or no record at all. */
    private String inserted(int kind, String before) {
        return switch (kind % 4) {
            case 0 -> fitting(before);
            case 1 -> ofAnotherPart().replaceFirst("\"node\":\"a\"", "\"node\":\"a\",\"x\":1");
            case 2 -> "";
            default -> noise();
        };
    }

    private String ofAnotherPart() {
        List<String> file = files.get(random.nextInt(files.size()));
        return file.get(random.nextInt(file.size() - 1) + 1);
    }

    private String noise() {
        byte[] octets = new byte[random.nextInt(300)];
        random.nextBytes(octets);
        return new String(octets, StandardCharsets.ISO_8859_1).replace('\n', ' ') + "}";
    }

    private static String fitting(String before) {
        boolean version1 = before.startsWith("{\"v\":1");
        long seq = version1 ? 0 : Long.parseLong(before.replaceAll("^\\{\"v\":2,\"seq\":(\\d+),.*", "$1"));
        return "{\"v\":2,\"seq\":" + (seq + 1) + ",\"prev\":\"" + TestTrail.hash(before)
                + "\",\"time\":\"2026-11-24T08:00:00.000Z\",\"event\":\"unmarked\",\"node\":\"a\"}";
    }

    @Test
    void findsAMissingFile() throws IOException {
        List<List<String>> copy = copy();
        copy.set(1, new ArrayList<>());

        Verified verified = verify(copy);

        assertThat(verified.kindsOfFindings()).contains(Kind.MISSING);
        assertThat(verified.findings().get(0).text()).contains("a file may be missing");
    }

    @Test
    void onlyNotesThatTheFirstFilesAreGone() throws IOException {
        List<List<String>> copy = copy();
        copy.set(0, new ArrayList<>());

        assertThat(verify(copy, key, nextKey).kinds()).containsExactlyInAnyOrder(Kind.BEGINNING_GONE, Kind.KEY_CHANGED);
    }

    @Test
    void findsACutEndByTheCheckpointsThatWereKept() throws IOException {
        Path kept = Files.write(folder.resolve("kept"), trail.checkpoints());
        List<String> last = files.get(files.size() - 1);
        List<String> secondLast = files.get(files.size() - 2);
        for (int cut = 1; cut < secondLast.size(); cut++) {
            List<List<String>> copy = copy();
            copy.remove(files.size() - 1);
            copy.set(files.size() - 2, secondLast.subList(0, secondLast.size() - cut));

            Verified without = verify(copy);
            Verified with = Verified.with(List.of(folder.resolve("trail")), List.of(kept), key);

            assertThat(without.findings()).isEmpty();
            assertThat(with.kindsOfFindings()).contains(Kind.CUT).containsOnly(Kind.CUT);
            Place end = with.findings().get(0).place();
            assertThat(end.line()).isEqualTo(secondLast.size() - cut);
        }
        assertThat(last).isNotEmpty();
    }

    @Test
    void findsNothingInATrailThatGoesBeyondTheCheckpointsThatWereKept() throws IOException {
        List<String> some = trail.checkpoints().subList(0, 5).stream()
                .map(line -> "<134>Nov 24 08:00:00 host digipoort: " + line)
                .collect(Collectors.toList());
        Path kept = Files.write(folder.resolve("kept"), some);

        TestTrail.save(folder.resolve("trail"), files);

        assertThat(Verified.with(List.of(folder.resolve("trail")), List.of(kept), key)
                        .findings())
                .isEmpty();
    }

    @Test
    void findsThatKeptCheckpointsAreNotGenuine() throws IOException {
        String forged = trail.checkpoints().get(3).replace("\"time\":\"2026", "\"time\":\"2025");
        Path kept =
                Files.write(folder.resolve("kept"), List.of(trail.checkpoints().get(2), forged, "{}"));

        TestTrail.save(folder.resolve("trail"), files);

        assertThat(Verified.with(List.of(folder.resolve("trail")), List.of(kept), key)
                        .kindsOfFindings())
                .containsExactly(Kind.CHECKPOINT_FILE, Kind.CHECKPOINT_FILE);
    }

    @Test
    void findsARewrittenTrailThatAnotherKeySigns() throws IOException {
        TestTrail forged = new TestTrail("a", key).record("server-started", "").checkpoint();
        forged.takeKey(new TestKey(3))
                .message("1", "user@example.org")
                .checkpoint()
                .message("2", "user@example.org")
                .checkpoint();

        Verified verified = verify(forged.files());

        assertThat(verified.kindsOfFindings()).containsExactly(Kind.UNKNOWN_KEY);
        assertThat(verified.findings().get(0).place().line()).isEqualTo(12);
    }

    @Test
    void findsRecordsWhoseNumbersAndHashesWereMadeToFit() throws IOException {
        List<List<String>> copy = copy();
        String removed = copy.get(0).remove(5);
        rechain(copy.get(0), 5, TestTrail.hash(copy.get(0).get(4)));
        String after = copy.get(0).get(copy.get(0).size() - 1);
        rechain(copy.get(1), 0, TestTrail.hash(after));
        rechain(copy.get(2), 0, TestTrail.hash(copy.get(1).get(copy.get(1).size() - 1)));
        rechain(copy.get(3), 0, TestTrail.hash(copy.get(2).get(copy.get(2).size() - 1)));
        assertThat(removed).contains("\"seq\":5,");

        Verified verified = verify(copy);

        assertThat(verified.kindsOfFindings()).containsOnly(Kind.SIGNATURE);
        assertThat(verified.findings().get(0).text())
                .contains("anything after " + folder.resolve("trail/digipoort-audit.jsonl.2026-11-24.1") + ":3 seq 2");
    }

    /** With the numbers one less. */
    private static void rechain(List<String> lines, int from, String before) {
        String prev = before;
        for (int i = from; i < lines.size(); i++) {
            long seq = Long.parseLong(lines.get(i).replaceAll("^\\{\"v\":2,\"seq\":(\\d+),.*", "$1"));
            lines.set(
                    i,
                    lines.get(i)
                            .replaceFirst(
                                    "\"seq\":\\d+,\"prev\":\"[0-9a-f]{64}\"",
                                    "\"seq\":" + (seq - 1) + ",\"prev\":\"" + prev + "\""));
            prev = TestTrail.hash(lines.get(i));
        }
    }

    @Test
    void findsARewrittenEndThatNobodySigns() throws IOException {
        TestTrail forged = new TestTrail("a", key).record("server-started", "").checkpoint();
        for (int i = 0; i < 3; i++) {
            forged.message(Integer.toString(i), "user@example.org").pass(Duration.ofMinutes(5));
        }
        forged.record("server-stopped", "");

        assertThat(verify(forged.files()).kindsOfFindings()).containsExactly(Kind.UNSIGNED);
    }

    @Test
    void findsAShortTrailThatNobodySigns() throws IOException {
        TestTrail forged = new TestTrail("a", key).record("server-started", "").message("1", "user@example.org");

        assertThat(verify(forged.files()).kindsOfFindings()).containsExactly(Kind.UNSIGNED);
        assertThat(Verified.withoutKey(folder.resolve("trail")).kinds()).containsExactly(Kind.NO_SIGNATURES);
    }

    /** As a server does whose operator wants no key. */
    @Test
    void comparesCheckpointsThatAreNotSigned() throws IOException {
        TestTrail plain =
                new TestTrail("a", key).record("server-started", "").record(Checkpoint.EVENT, ",\"heads\":[]");
        Path kept = Files.write(folder.resolve("kept"), plain.files().get(0).subList(1, 2));
        plain.save(folder.resolve("trail"));
        assertThat(Verified.withoutKey(folder.resolve("trail"), kept).kinds()).containsExactly(Kind.NO_SIGNATURES);
        assertThat(Verified.trails(List.of(folder.resolve("trail")), key).kinds())
                .containsExactly(Kind.UNSIGNED);

        plain.files().get(0).remove(1);
        plain.save(folder.resolve("trail"));

        assertThat(Verified.withoutKey(folder.resolve("trail"), kept).kindsOfFindings())
                .containsExactly(Kind.CUT);
    }

    @Test
    void findsNothingInRecordsThatAreNotSignedYet() throws IOException {
        TestTrail fresh = new TestTrail("a", key).record("server-started", "").checkpoint();
        fresh.pass(Duration.ofHours(8)).message("1", "user@example.org");
        fresh.pass(Duration.ofHours(8)).record("server-started", "");

        assertThat(verify(fresh.files()).kinds()).isEmpty();
    }

    @Test
    void findsAChainThatBeginsAnew() throws IOException {
        List<List<String>> copy = copy();
        copy.get(3)
                .addAll(new TestTrail("a", nextKey)
                        .record("server-started", "")
                        .checkpoint()
                        .record("gap", ",\"missing\":1")
                        .files()
                        .get(0));

        Verified verified = verify(copy);

        assertThat(verified.kindsOfFindings()).containsExactly(Kind.BEGUN_ANEW);
        assertThat(verified.kinds()).contains(Kind.GAP);
    }

    @Test
    void findsRecordsOfVersion1AmongThoseOfVersion2() throws IOException {
        List<List<String>> copy = copy();
        copy.get(1).add(3, files.get(0).get(0));
        copy.get(1).add(3, files.get(0).get(0));

        assertThat(verify(copy).kindsOfFindings()).containsExactly(Kind.UNPROTECTED);
    }

    @Test
    void findsWhatTheServerFoundItself() throws IOException {
        TestTrail broken = new TestTrail("a", key)
                .record("chain-broken", ",\"expectedSeq\":7,\"expectedHash\":\"" + TestTrail.hash("x") + "\"")
                .checkpoint();

        assertThat(verify(broken.files()).kindsOfFindings()).containsExactly(Kind.CHAIN_BROKEN);
    }

    @Test
    void findsThatOtherOctetsWereSentThanArrived() throws IOException {
        TestTrail wrong = new TestTrail("a", key);
        String message = ",\"maildrop\":\"user\",\"uniqueId\":\"1.1\",\"sha256\":\"";
        wrong.record("brought-in", message + TestTrail.hash("one") + "\"");
        wrong.record(
                "retrieval-ended",
                ",\"outcome\":\"complete\",\"command\":\"RETR\"" + message + TestTrail.hash("other") + "\"");

        assertThat(verify(wrong.checkpoint().files()).kindsOfFindings()).containsExactly(Kind.DIGEST);
    }

    private List<List<String>> copy() {
        return files.stream().map(ArrayList::new).collect(Collectors.toCollection(ArrayList::new));
    }

    private Verified verify(List<List<String>> lines, TestKey... keys) throws IOException {
        Path saved = folder.resolve("trail");
        if (Files.exists(saved)) {
            try (var old = Files.list(saved)) {
                for (Path file : old.collect(Collectors.toList())) {
                    Files.delete(file);
                }
            }
        }
        TestTrail.save(saved, lines);
        return Verified.trails(List.of(saved), keys.length == 0 ? new TestKey[] {key} : keys);
    }

    /** Some finding is at that line or its neighbour. */
    private void assertFound(Verified verified, int file, int line, String what) {
        assertThat(verified.findings()).as(what).isNotEmpty();
        assertThat(verified.findings())
                .as("%s: line %d of file %d", what, line + 1, file)
                .anyMatch(finding -> distance(finding.place(), file, line) <= 1);
    }

    private long distance(Place place, int file, int line) {
        String name = place.file().getFileName().toString();
        int found = name.endsWith(".jsonl") ? files.size() - 1 : name.charAt(name.length() - 1) - '1';
        long lines = 0;
        for (int i = Math.min(file, found); i < Math.max(file, found); i++) {
            lines += files.get(i).size();
        }
        return Math.abs(found > file ? lines + place.line() - (line + 1) : lines - place.line() + line + 1);
    }
}
