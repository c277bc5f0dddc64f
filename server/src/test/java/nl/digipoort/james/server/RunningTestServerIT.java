// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.demo.Transcript;
import nl.digipoort.james.server.demo.TrustedCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/clients/test-kit.md, from the distribution. */
class RunningTestServerIT {
    private static final String PASSWORD = "digipoort";

    @TempDir
    private Path scratch;

    @Test
    void servesWhatIsPutAndTellsWhatWasSaid() throws Exception {
        Path message = Files.writeString(scratch.resolve("message.eml"), "Subject: a\r\n\r\nx\r\n");
        try (TestServerProcess server = TestServerProcess.start(scratch, "--samples")) {
            assertThat(command(server, "put", "anna", message.toString())).isEmpty();
            assertThat(login(server, "in-use@example.org"))
                    .isEqualTo("-ERR [IN-USE] Maildrop is locked by another session");
            assertThat(login(server, "anna@example.org")).isEqualTo("+OK 1 17");
            assertThat(login(server, "samples@example.org")).startsWith("+OK 4 ");

            assertThat(command(server, "transcripts"))
                    .contains("C: AUTH DIGEST-MD5\n", "C: ***\n", "S: -ERR [IN-USE]", "C: STAT\nS: +OK 1 17\n")
                    .doesNotContain(PASSWORD);
            assertThat(command(server, "reset")).isEmpty();
            assertThat(server.request("GET", "/accounts/anna/messages")).isEqualTo("[]\n");
        }
    }

    /** The answer to the login, or to STAT after it. */
    private static String login(TestServerProcess server, String account) throws Exception {
        try (Pop3Client client =
                Pop3Client.connect(new InetSocketAddress("localhost", server.port()), Transcript.NONE)) {
            client.readLine();
            client.command("STLS");
            client.startTls(TrustedCertificate.context(server.certificate()), "localhost");
            String answer = new DigestMd5Login(account, PASSWORD).on(client);
            return answer.startsWith("+OK") ? client.command("STAT") : answer;
        }
    }

    private static String command(TestServerProcess server, String command, String... arguments) throws Exception {
        String[] all = new String[4 + arguments.length];
        System.arraycopy(new String[] {"testserver", command, "--http", server.http()}, 0, all, 0, 4);
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        Outcome outcome = Outcome.of(all);
        assertThat(outcome.exit()).as(outcome.stderr()).isZero();
        return outcome.stdout();
    }
}
