// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the connections when the server is asked to stop. */
class ShutdownIT {
    private static final String MESSAGE = "Subject: x\r\n\r\nx\r\n";
    private static final int TERMINATED = 143;

    @Test
    void sessionsMayQuitAndLoseNothingIfTheyDoNot(@TempDir Path scratch) throws Exception {
        Path home = ChangedConfiguration.home(
                scratch.resolve("home"), "<shutdownGrace>5</shutdownGrace>", "<shutdownGrace>10</shutdownGrace>");
        Account quits;
        Account stays;
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            quits = gateway.newAccount();
            stays = gateway.newAccount();
            gateway.append(quits, MESSAGE, MESSAGE);
            gateway.append(stays, MESSAGE, MESSAGE);
            try (Pop3Client quitting = gateway.loggedIn(quits);
                    Pop3Client staying = gateway.loggedIn(stays);
                    Pop3Client unknown = gateway.secured()) {
                staying.command("DELE 1");

                gateway.process().askToStop();

                assertThat(unknown.readLine()).isEqualTo("-ERR [SYS/TEMP] Server is busy or stopping, try again later");
                assertThat(unknown.read()).isEqualTo(-1);
                assertThatThrownBy(gateway::connect).isInstanceOf(IOException.class);
                assertThat(quitting.command("DELE 1")).startsWith("+OK");
                assertThat(quitting.command("QUIT")).isEqualTo("+OK Bye");
                assertThat(staying.read()).isEqualTo(-1);
            }
            assertThat(gateway.process().awaitEnd()).isIn(Set.of(0, TERMINATED));
        }

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            assertThat(gateway.list(quits)).hasSize(1);
            assertThat(gateway.list(stays)).hasSize(2);
        }
    }
}
