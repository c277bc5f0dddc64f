// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No file can make a verification fail, or take more than a bounded memory; what a killed server leaves is no finding. */
class GarbageTest {
    private final TestKey key = new TestKey(1);
    private final TestTrail trail = new TestTrail("a", key)
            .record("server-started", "")
            .message("1", "user@example.org")
            .checkpoint();

    @TempDir
    private Path folder;

    @Test
    void survivesAnyOctets() throws IOException {
        Random random = new Random(20261124);
        for (int i = 0; i < 50; i++) {
            byte[] octets = new byte[random.nextInt(20_000)];
            random.nextBytes(octets);

            assertThatCode(() -> verify(octets)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"v\":3}",
                "{\"v\":2,\"v\":2}",
                "{\"v\":2,\"seq\":1,\"prev\":\"P\",\"time\":\"\",\"event\":\"x\",\"node\":\"a\",\"event\":\"y\"}",
                "{\"v\":2,\"seq\":1,\"seq\":1,\"prev\":\"P\",\"time\":\"\",\"event\":\"x\",\"node\":\"a\"}",
                "{\"seq\":1,\"v\":2,\"prev\":\"P\",\"time\":\"\",\"event\":\"x\",\"node\":\"a\"}",
                "{\"v\":2,\"seq\":1.0,\"prev\":\"P\",\"time\":\"\",\"event\":\"x\",\"node\":\"a\"}",
                "{\"v\":2,\"seq\":1e0,\"prev\":\"P\",\"time\":\"\",\"event\":\"x\",\"node\":\"a\"}",
                "{\"v\":2,\"seq\":0,\"prev\":\"P\",\"time\":\"\",\"event\":\"x\",\"node\":\"a\"}",
                "{\"v\":2,\"seq\":9223372036854775808,\"prev\":\"P\",\"time\":\"\",\"event\":\"x\",\"node\":\"a\"}",
                "{\"v\":2,\"seq\":1,\"prev\":\"P\",\"time\":\"\",\"event\":\"x\",\"node\":\"a\",\"b\":{}}",
                "{\"v\":2,\"seq\":1,\"prev\":\"P\",\"time\":\"\",\"event\":\"x\",\"node\":\"a\",\"b\":[[]]}",
                "{\"v\":2,\"seq\":1,\"prev\":\"P\",\"time\":\"\",\"event\":\"x\",\"node\":\"a\",\"b\":null}",
                "{\"v\":2,\"seq\":1,\"prev\":\"P\",\"time\":\"\",\"event\":\"x\",\"node\":\"a\",\"b\":NaN}",
                "{\"v\":2,\"seq\":1,\"prev\":\"P\",\"time\":\"\",\"event\":\"x\",\"node\":\"a\"}{}",
                "{\"v\":2,\"seq\":1,\"prev\":\"P\",\"time\":\"\",\"event\":\"x\",\"node\":\"a\"} ",
                "{\"v\":2,\"seq\":1,\"prev\":\"P\",\"time\":\"\",\"event\":\"x\",\"node\":\"\u00e9\"}",
                "{\"v\":2,\"seq\":1,\"prev\":\"p\",\"time\":\"\",\"event\":\"x\",\"node\":\"a\"}",
            })
    void takesNoOtherJson(String text) throws IOException {
        byte[] octets = text.replace("\"P\"", '"' + "0".repeat(64) + '"').getBytes(StandardCharsets.UTF_8);
        assertThat(TrailRecord.parse(new Line(folder, 1, octets, new byte[32]))).isEmpty();

        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        lines.write(octets);
        lines.write('\n');

        assertThat(verify(lines.toByteArray()).kinds()).hasSize(1).containsAnyOf(Kind.NO_RECORD, Kind.FRAGMENT);
    }

    @Test
    void isBoundedInDepthDigitsAndTexts() throws IOException {
        String record = "{\"v\":2,\"seq\":1,\"prev\":\"" + "0".repeat(64)
                + "\",\"time\":\"\",\"event\":\"x\",\"node\":\"a\",\"b\":";
        int length = LineReader.LONGEST - 1000;
        String deep = record + "[".repeat(length / 2) + "]".repeat(length / 2) + "}";
        String digits = record + "9".repeat(length) + "}";
        String objects = record + "{\"a\":".repeat(length / 5) + "}";
        String text = record + '"' + "x".repeat(1025) + "\"}";
        String lines = String.join("\n", deep, digits, objects, text) + "\n";

        assertThat(verify(lines).kindsOfFindings()).hasSize(4).containsOnly(Kind.NO_RECORD);
    }

    @Test
    void goesOnAfterALineOfAnyLength() throws IOException {
        Path file = folder.resolve("digipoort-audit.jsonl");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(64L * 1024 * 1024);
            large.seek(large.length());
            large.write(("\n" + String.join("\n", trail.files().get(0)) + "\n").getBytes(StandardCharsets.US_ASCII));
        }

        Verified verified = Verified.trails(List.of(file), key);

        assertThat(verified.kindsOfFindings()).containsExactly(Kind.NO_RECORD);
        assertThat(verified.result().chains().get(0).summary().records()).isEqualTo(11);
    }

    /** With the tail of another length each time. */
    @Test
    void takesAnUnfinishedRecordForWhatItIs() throws IOException {
        List<String> lines = trail.record("unmarked", ",\"messages\":1").files().get(0);
        String last = lines.remove(lines.size() - 1);
        String whole = String.join("\n", lines) + "\n";
        for (int length = 1; length < last.length(); length++) {
            String part = last.substring(0, length);

            assertThat(verify(whole + part).kinds()).as(part).containsExactly(Kind.FRAGMENT);
            assertThat(verify(whole + part + "\n" + last + "\n").kinds())
                    .as(part)
                    .containsExactly(Kind.FRAGMENT);
            assertThat(verify(whole + part + "\0\0\0\n" + last + "\n").kinds())
                    .as(part)
                    .containsExactly(Kind.FRAGMENT);
        }
        assertThat(verify(whole + last).kinds()).isEmpty();
        assertThat(verify(whole + "{\"v\":2,\"seq\":9").kinds()).containsExactly(Kind.NO_RECORD);
    }

    @Test
    void readsCompressedFiles() throws IOException {
        Path file = folder.resolve("digipoort-audit.jsonl.2026-11-24.1.gz");
        try (OutputStream compressed = new GZIPOutputStream(Files.newOutputStream(file))) {
            compressed.write((String.join("\n", trail.files().get(0)) + "\n").getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(Verified.trails(List.of(folder), key).kinds()).isEmpty();
    }

    @Test
    void keepsALimitedNumberOfAnchors() {
        Anchors anchors = new Anchors(3);
        List<Finding> found = new ArrayList<>();
        Findings findings = new Findings(found::add);
        for (int seq = 1; seq <= 10; seq++) {
            anchors.add(new Anchor("a", seq, TestTrail.hash("" + seq), "", new Place(folder, seq, seq)));
        }
        anchors.complete(findings);
        anchors.end(List.of(), findings);

        assertThat(found).extracting(Finding::kind).containsExactly(Kind.NOT_COMPARED, Kind.OTHER_TRAIL);
        assertThat(found.get(0).text()).startsWith("7 ");
    }

    private Verified verify(String text) throws IOException {
        return verify(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Verified verify(byte[] octets) throws IOException {
        return Verified.trails(List.of(Files.write(folder.resolve("digipoort-audit.jsonl"), octets)), key);
    }
}
