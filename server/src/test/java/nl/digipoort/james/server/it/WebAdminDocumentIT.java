// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples of docs/reference/webadmin.md, docs/reference/limits.md and docs/reference/operations.md as they stand there. */
@ExtendWith(SharedGateway.class)
class WebAdminDocumentIT {
    private static final Path DOCUMENTS =
            Path.of(System.getProperty("digipoort.script")).resolveSibling("docs");
    private static final Pattern EXAMPLE = Pattern.compile("```sh\n(.*?)```\n\n```text\n(.*?)```", Pattern.DOTALL);
    private static final String ADDRESS = "http://127.0.0.1:8000";

    private final TestGateway gateway;

    @TempDir
    private Path scratch;

    WebAdminDocumentIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void answersEveryExampleOfTheCredentialRecordsAsTheDocumentSays() throws Exception {
        answersAsItSays(document("reference/webadmin.md"));
    }

    @Test
    void answersEveryExampleOfTheLimitsAsTheDocumentSays() throws Exception {
        answersAsItSays(document("reference/limits.md"));
    }

    @Test
    void answersEveryExampleOfThePolicyAsTheDocumentSays() throws Exception {
        answersAsItSays(document("reference/policy.md"));
    }

    @Test
    void answersEveryExampleOfLocksAndHeldMailAsTheDocumentSays() throws Exception {
        gateway.webAdmin().send("PUT", "/domains/example.org", "");
        Account bob = new Account("bob@example.org", "Secret.1");
        assertThat(gateway.webAdmin().setPassword(bob.user(), bob.password())).isEqualTo(204);

        try (Pop3Client session = gateway.loggedIn(bob)) {
            assertThat(SmtpClient.deliver(gateway.process().smtpPort(), bob.user(), "held"))
                    .startsWith("250 ");
            awaitOnlyOne("/digipoort/locks", bob.user());
            awaitOnlyOne("/digipoort/held", bob.user());

            answersAsItSays(withFence(gateway.webAdmin().fence(bob.user()), document("reference/operations.md")));

            assertThat(session.command("QUIT")).startsWith("-ERR [SYS/TEMP] The maildrop lock was lost");
        }
    }

    /** Other tests may have left something that goes away by itself. */
    private void awaitOnlyOne(String path, String user) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(gateway.webAdmin().get(path).split("\"user\":", -1))
                        .hasSize(2)
                        .anyMatch(entry -> entry.startsWith('"' + user + '"')));
    }

    private static String document(String name) throws IOException {
        return Files.readString(DOCUMENTS.resolve(name));
    }

    /** The document has a lock with the fence 1. */
    private static String withFence(long fence, String document) {
        return document.replace("fence=1\"", "fence=" + fence + '"')
                .replace("\"fence\":1}", "\"fence\":" + fence + '}')
                .replace("has the fence 1 now", "has the fence " + fence + " now");
    }

    private void answersAsItSays(String document) throws Exception {
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
                .replace(ADDRESS, "http://127.0.0.1:" + gateway.process().webadminPort())
                .replace(" conf/", " " + gateway.process().home().resolve("conf") + "/");

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
                        .replaceAll("\"records\":[0-9]+", "\"records\":...")
                        .replaceAll("\"(since|arrivedAt|at|oldestHeldAt|now)\":\"20[0-9T:.-]+Z\"", "\"$1\":...")
                        .replaceAll("\"(held|left)Seconds\":[0-9]+", "\"$1Seconds\":...")
                        .replaceAll("\"client\":\"[0-9.]+\"", "\"client\":...")
                        .replaceAll("\"node\":\"[0-9]+@[^\"]+\"", "\"node\":...")
                        .replaceAll("\"mail\":\"[0-9A-Z-]+\"", "\"mail\":...")
                        .replaceAll("\"(octets|sequence)\":[0-9]+", "\"$1\":..."))
                .toList();
    }
}
