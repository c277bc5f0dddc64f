// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.ExampleMessage;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.demo.Transcript;
import nl.digipoort.james.server.demo.TrustedCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration as a stranger meets it. */
class DemoIT {
    private static final int SAMPLES = 4;
    private static final Pattern HOME = Pattern.compile("^Home .*: (/.*)$", Pattern.MULTILINE);
    private static final Pattern ACCOUNT =
            Pattern.compile("^digipoort account user=(\\S+) password=(\\S+)$", Pattern.MULTILINE);

    @TempDir
    private Path scratch;

    @Test
    void showsTheWorkedExampleAndLeavesAServerToTry() throws Exception {
        Path certificate = scratch.resolve("ca.pem");
        try (EmbeddedGateway demo = EmbeddedGateway.startDemo(
                scratch, "--seed", "--account", "anna:geheim.1", "--certificate", certificate.toString())) {
            List<String> printed = demo.stdout();
            String text = String.join("\n", printed);
            assertThat(printed)
                    .containsSubsequence(
                            "S: +OK Hello there.",
                            "  C: CAPA",
                            "S: +OK Here's what I can do",
                            "S:      SASL DIGEST-MD5",
                            "  C: STLS",
                            "S: +OK Begin TLS negotiation",
                            "  C: AUTH DIGEST-MD5",
                            "S: +OK Maildrop locked and ready",
                            "  C: LIST",
                            "S: +OK",
                            "S:      1 12288",
                            "S:      2 31048713",
                            "  C: RETR 1",
                            "S: +OK 12288 octets follow",
                            "  C: DELE 1",
                            "S: +OK Message 1 deleted",
                            "  C: QUIT")
                    .anyMatch(line -> line.strip().startsWith("curl --ssl-reqd "))
                    .anyMatch(line -> line.strip().startsWith("openssl s_client "))
                    .anyMatch(line ->
                            line.matches("WebAdmin and its console, http://.*/conf/digipoort-webadmin\\.tokens"));
            assertThat(printed.get(printed.size() - 1)).startsWith("digipoort ready ");
            Path home = Path.of(only(HOME, text).group(1));
            List<MatchResult> accounts = ACCOUNT.matcher(text).results().toList();
            assertThat(accounts).hasSize(3);
            assertThat(accounts.get(2).group()).endsWith(" user=anna@digipoort.local password=geheim.1");
            assertThat(certificate).hasSameBinaryContentAs(home.resolve("conf/tls/certificate.pem"));

            assertThat(list(demo, home, accounts.get(0))).hasSize(2 + SAMPLES).startsWith("1 " + ExampleMessage.LARGE);
            assertThat(list(demo, home, accounts.get(1)))
                    .hasSize(3 + SAMPLES)
                    .startsWith("1 " + ExampleMessage.SMALL, "2 " + ExampleMessage.LARGE);
            assertThat(list(demo, home, accounts.get(2))).hasSize(SAMPLES);

            assertThat(demo.terminate()).isIn(0, 143);
            assertThat(home).doesNotExist();
        }
    }

    @Test
    void keepsTheHomeWhenItIsToldSo() throws Exception {
        try (EmbeddedGateway demo = EmbeddedGateway.startDemo(scratch, "--keep")) {
            Path home = Path.of(only(HOME, String.join("\n", demo.stdout())).group(1));

            assertThat(demo.terminate()).isIn(0, 143);

            // its folder goes when the test has ended
            Path kept = Files.move(home.getParent(), scratch.resolve("kept")).resolve(home.getFileName());
            assertThat(kept.resolve("conf/digipoort-webadmin.tokens")).exists();
            assertThat(kept.resolve("var/database")).isNotEmptyDirectory();
        }
    }

    private static List<String> list(EmbeddedGateway demo, Path home, MatchResult account) throws Exception {
        try (Pop3Client client =
                Pop3Client.connect(new InetSocketAddress("localhost", demo.pop3Port()), Transcript.NONE)) {
            client.readLine();
            client.command("STLS");
            client.startTls(TrustedCertificate.context(home.resolve("conf/tls/certificate.pem")), "localhost");
            new DigestMd5Login(account.group(1), account.group(2)).on(client);
            client.command("LIST");
            List<String> lines = client.readLines();
            client.command("QUIT");
            return lines;
        }
    }

    private static MatchResult only(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.toMatchResult();
    }
}
