// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/assurance/evidence.md: what it says of verifying by hand can be done, and finds what it should; every finding is documented. */
class EvidenceDocumentTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern SCRIPT = Pattern.compile("(?s)```sh\n(.*?)```");

    private final TestKey key = new TestKey(1);
    private final TestTrail trail = new TestTrail("a", key)
            .message("1", "user@example.org")
            .checkpoint()
            .record("unmarked", "");

    @TempDir
    private Path folder;

    @Test
    void verifiesByHand() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/openssl")) || Boolean.parseBoolean(System.getenv("CI")),
                "openssl is missing");
        String before = trail.files().get(0).get(8);
        TestTrail.save(folder, trail.files());

        List<String> said = byHand();

        assertThat(said.get(0)).isEqualTo("Signature Verified Successfully");
        assertThat(said.get(1)).isEqualTo(key.id());
        assertThat(said.get(2)).isEqualTo(TestTrail.hash(before) + "  -");
        assertThat(said.get(3)).isEqualTo(TestTrail.hash(before));
    }

    @Test
    void findsByHandWhatWasChanged() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/openssl")) || Boolean.parseBoolean(System.getenv("CI")),
                "openssl is missing");
        List<String> lines = trail.files().get(0);
        lines.set(8, lines.get(8).replace("complete", "Complete"));
        lines.set(9, lines.get(9).replace("T08:", "T09:"));
        TestTrail.save(folder, trail.files());

        List<String> said = byHand();

        assertThat(said.get(0)).isEqualTo("Signature Verification Failure");
        assertThat(said.get(2)).isNotEqualTo(said.get(3) + "  -");
    }

    private List<String> byHand() throws IOException, InterruptedException {
        Matcher script = SCRIPT.matcher(Files.readString(DOCS.resolve("assurance/evidence.md")));
        assertThat(script.find()).isTrue();
        File output = folder.resolve("output").toFile();
        Process shell = new ProcessBuilder("sh", "-c", script.group(1))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        assertThat(shell.waitFor()).isZero();
        return Files.readAllLines(output.toPath(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void documentsEachFinding() throws IOException {
        String page = Files.readString(DOCS.resolve("reference/audit.md"));
        String section = page.substring(page.indexOf("\n## Verifying it"));
        List<String> documented = Pattern.compile("(?m)^\\| (`[^|]+) \\|")
                .matcher(section)
                .results()
                .flatMap(row -> Stream.of(row.group(1).replace("`", "").split(", ", -1)))
                .collect(Collectors.toList());

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Kind.values()).map(Kind::wire).collect(Collectors.toList()));
    }
}
