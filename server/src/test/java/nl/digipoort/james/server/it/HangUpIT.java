// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** RFC 1939 section 6 and RFC 5246 section 7.2.1: what becomes of a maildrop when its client ends what it sends. */
@ExtendWith(SharedGateway.class)
class HangUpIT {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final int TIMES = 36;

    private final TestGateway gateway;

    HangUpIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void deletesEachTimeWhenTheClientHangsUpRightBehindQuit() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(
                account, Collections.nCopies(TIMES, "Subject: a\r\n\r\nx\r\n").toArray(String[]::new));

        for (int left = TIMES; left > 0; left--) {
            try (Pop3Client client = awaitSession(account)) {
                assertThat(client.command("STAT")).startsWith("+OK " + left + " ");
                client.sendOctets("DELE 1\r\nQUIT\r\n".getBytes(US_ASCII));
                if (left % 2 == 0) {
                    client.hangUp();
                }
            }
        }

        try (Pop3Client client = awaitSession(account)) {
            assertThat(client.command("STAT")).isEqualTo("+OK 0 0");
        }
    }

    @Test
    void endsAndFreesTheMaildropWithNothingDeletedWhenTheClientEndsTls() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, "Subject: a\r\n\r\nx\r\n");

        try (Pop3Client client = gateway.loggedIn(account)) {
            client.send("DELE 1");
            client.endOutput();

            assertThat(client.readLine()).isEqualTo("+OK Message 1 deleted");
            assertThat(client.read()).isEqualTo(-1);
            try (Pop3Client next = awaitSession(account)) {
                assertThat(next.command("STAT")).startsWith("+OK 1 ");
            }
        }
    }

    @Test
    void answersQuitWhenTheClientHasEndedWhatItSends() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, "Subject: a\r\n\r\nx\r\n");

        try (Pop3Client client = gateway.loggedIn(account)) {
            client.sendOctets("RETR 1\r\nDELE 1\r\nQUIT\r\n".getBytes(US_ASCII));
            client.endOutput();

            assertThat(client.readLine()).startsWith("+OK ");
            assertThat(new String(client.readBody(), US_ASCII)).endsWith("Subject: a\r\n\r\nx\r\n");
            assertThat(client.readLine()).isEqualTo("+OK Message 1 deleted");
            assertThat(client.readLine()).isEqualTo("+OK Bye");
            assertThat(client.read()).isEqualTo(-1);
        }
    }

    /** Logs in as soon as the session before has ended. */
    private Pop3Client awaitSession(Account account) throws IOException {
        Pop3Client client = gateway.secured();
        await().atMost(SOON).until(() -> {
            client.command("USER " + account.user());
            return client.command("PASS " + account.password()).startsWith("+OK");
        });
        return client;
    }
}
