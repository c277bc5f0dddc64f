package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples of docs/webadmin.md as they stand there. */
@ExtendWith(SharedGateway.class)
class WebAdminDocumentIT {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("digipoort.script")).resolveSibling("docs/webadmin.md");
    private static final Pattern EXAMPLE = Pattern.compile("```sh\n(.*?)```\n\n```text\n(.*?)```", Pattern.DOTALL);
    private static final String ADDRESS = "http://127.0.0.1:8000";

    private final TestGateway gateway;

    @TempDir
    private Path scratch;

    WebAdminDocumentIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void answersEveryExampleAsTheDocumentSays() throws Exception {
        String document = Files.readString(DOCUMENT);
        List<String> commands = new ArrayList<>();
        StringBuilder answers = new StringBuilder();
        for (Matcher example = EXAMPLE.matcher(document); example.find(); ) {
            commands.add(example.group(1));
            answers.append(example.group(2));
        }
        assertThat(commands)
                .hasSize(document.split("```sh", -1).length - 1)
                .first()
                .asString()
                .contains(ADDRESS);
        String script = String.join("\n", commands)
                .replace(ADDRESS, "http://127.0.0.1:" + gateway.process().webadminPort());

        RealClient.in(scratch).run("curl", "--version");
        String printed = RealClient.in(scratch).run("sh", "-euc", script);

        assertThat(lines(printed)).isEqualTo(lines(answers.toString()));
    }

    /** What differs from one run to the next is masked where it has the right form. */
    private static List<String> lines(String text) {
        return text.lines()
                .map(String::strip)
                .map(line -> line.replaceAll(
                                "\"createdAt\":\"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\\.[0-9]{3})?Z\"",
                                "\"createdAt\":...")
                        .replaceAll("\"(keyId|id|sealing)\":\"[0-9a-f]{8}\"", "\"$1\":...")
                        .replaceAll("\"records\":[0-9]+", "\"records\":..."))
                .toList();
    }
}
