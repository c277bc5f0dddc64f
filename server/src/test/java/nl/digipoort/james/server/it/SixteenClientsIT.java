// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sixteen businesses at once on the embedded database: none of them gets an error, or another's mail. */
@ExtendWith(SharedGateway.class)
class SixteenClientsIT {
    private static final int CLIENTS = 16;
    private static final int ROUNDS = 5;

    private final TestGateway gateway;

    SixteenClientsIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void getTheirOwnMailWithoutAnError() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(CLIENTS);
        List<Callable<Void>> clients = IntStream.range(0, CLIENTS)
                .<Callable<Void>>mapToObj(client -> () -> fetchAndDelete(gateway.newAccount()))
                .toList();

        List<Future<Void>> ends = executor.invokeAll(clients);

        executor.shutdown();
        for (Future<Void> end : ends) {
            end.get();
        }
    }

    private Void fetchAndDelete(Account account) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String own = "Subject: " + account.user() + " " + round + "\r\n\r\nx\r\n";
            gateway.append(account, own, own);
            try (Pop3Client client = gateway.secured()) {
                assertThat(new DigestMd5Login(account.user(), account.password()).on(client))
                        .isEqualTo("+OK Maildrop locked and ready");
                for (int number = 1; number <= 2; number++) {
                    assertThat(client.command("RETR " + number)).startsWith("+OK");
                    assertThat(client.readBody()).asString().isEqualTo(own);
                    assertThat(client.command("DELE " + number)).startsWith("+OK");
                }
                assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
            }
        }
        assertThat(gateway.list(account)).isEmpty();
        return null;
    }
}
