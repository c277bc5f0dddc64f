// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import nl.digipoort.james.server.demo.ExampleMessage;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.demo.Transcript;
import nl.digipoort.james.server.demo.WorkedExample;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The worked example of the interface document, section 1.5, sizes and texts included. */
@ExtendWith(SharedGateway.class)
class WorkedExampleIT {
    private final TestGateway gateway;

    WorkedExampleIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void playsAsTheDocumentShowsIt(@TempDir Path scratch) throws Exception {
        Account account = gateway.newAccount();
        Path small = scratch.resolve("1.eml");
        Path large = scratch.resolve("2.eml");
        ExampleMessage.of(1, account.user(), ExampleMessage.SMALL).write(small);
        ExampleMessage.of(2, account.user(), ExampleMessage.LARGE).write(large);
        gateway.append(account, small);
        gateway.append(account, large);

        byte[] first = new WorkedExample(gateway.pop3(), gateway.tls(), Transcript.NONE)
                .play(account.user(), account.password());

        assertThat(first).isEqualTo(Files.readAllBytes(small));
        try (Pop3Client client = gateway.loggedIn(account)) {
            assertThat(client.command("STAT")).isEqualTo("+OK 1 " + ExampleMessage.LARGE);
            client.command("RETR 1");
            assertThat(Arrays.mismatch(client.readBody(), Files.readAllBytes(large)))
                    .isEqualTo(-1);
        }
    }
}
