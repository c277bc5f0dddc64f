// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static nl.digipoort.james.server.it.TestMessages.messages;
import static nl.digipoort.james.server.it.TestMessages.subject;
import static nl.digipoort.james.server.it.TestMessages.subjects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A statement that waits in the database holds up the session that needs it, and nobody else on the same server. */
@ExtendWith(TwoNodes.Shared.class)
class SlowQueryIT {
    /** More than there are event loops, among which the connections go round. */
    private static final int CONNECTIONS = 2 * Runtime.getRuntime().availableProcessors() + 1;

    private final TwoNodes nodes;

    SlowQueryIT(TwoNodes nodes) {
        this.nodes = nodes;
    }

    @Test
    void servesOthersWhileAQuitWaitsInTheDatabase() throws Exception {
        TestGateway node = nodes.b();
        Account slow = accountWithMail(node);
        Account other = accountWithMail(node);
        try (Pop3Client waiting = node.loggedIn(slow)) {
            assertThat(waiting.command("DELE 1")).startsWith("+OK");
            try (HeldRows rows = HeldRows.ofMessages(nodes.postgres(), slow)) {
                waiting.send("QUIT");
                await().until(rows::areWaitedFor);

                for (int i = 0; i < CONNECTIONS; i++) {
                    startTlsAndAskForCapabilities(node);
                }
                fetchAndDeleteFirst(node, other);
                assertThat(rows.areWaitedFor()).isTrue();
            }
            assertThat(waiting.readLine()).isEqualTo("+OK Bye");
        }
        assertThat(subjects(node, slow)).containsExactly("two");
        assertThat(subjects(node, other)).containsExactly("two");
    }

    private static Account accountWithMail(TestGateway node) throws Exception {
        Account account = node.newAccount();
        node.append(account, messages("one", "two"));
        return account;
    }

    private static void startTlsAndAskForCapabilities(TestGateway node) throws IOException {
        try (Pop3Client client = node.secured()) {
            assertThat(client.command("CAPA")).startsWith("+OK");
            assertThat(client.readLines()).contains("UIDL");
            assertThat(client.command("QUIT")).startsWith("+OK");
        }
    }

    private static void fetchAndDeleteFirst(TestGateway node, Account account) throws IOException {
        try (Pop3Client client = node.loggedIn(account)) {
            assertThat(subject(client, 1)).isEqualTo("one");
            assertThat(client.command("DELE 1")).startsWith("+OK");
            assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
        }
    }
}
