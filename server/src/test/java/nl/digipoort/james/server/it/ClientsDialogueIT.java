// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.digipoort.james.server.Distribution;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.demo.Transcript;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Plays the dialogue of docs/clients/clients.md. */
@ExtendWith(SharedGateway.class)
class ClientsDialogueIT {
    private static final Pattern DIALOGUE = Pattern.compile("## The dialogue\n.*?```text\n(.*?)```", Pattern.DOTALL);

    private final TestGateway gateway;

    ClientsDialogueIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void goesAsTheDocumentShowsIt() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, "Subject: an example\r\n\r\nOne line.\r\n.\r\n");
        Matcher dialogue =
                DIALOGUE.matcher(Files.readString(Distribution.project().resolve("docs/clients/clients.md")));
        assertThat(dialogue.find()).isTrue();

        try (Pop3Client client = Pop3Client.connect(gateway.pop3(), Transcript.NONE)) {
            for (Iterator<String> lines = dialogue.group(1).lines().iterator(); lines.hasNext(); ) {
                play(client, account, lines.next(), lines);
            }
            assertThat(client.read()).isEqualTo(-1);
        }
    }

    private void play(Pop3Client client, Account account, String line, Iterator<String> rest) throws IOException {
        if (line.equals("C: AUTH DIGEST-MD5")) {
            assertThat(rest.next()).startsWith("   (DIGEST-MD5");
            String answer = new DigestMd5Login(account.user(), account.password()).on(client);
            assertThat(rest.next()).isEqualTo("S: " + answer);
        } else if (line.startsWith("   (TLS")) {
            client.startTls(gateway.tls(), "localhost");
        } else if (line.startsWith("C: ")) {
            client.send(line.substring("C: ".length()));
        } else {
            assertThat(masked(("S: " + client.readLine()).stripTrailing())).isEqualTo(masked(line));
        }
    }

    private static String masked(String line) {
        return line.replaceAll("^S: 1 [0-9]+[.][0-9]+$", "S: 1 ...");
    }
}
