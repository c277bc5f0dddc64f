// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import nl.digipoort.james.benchmarks.client.Account;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void endsWhenNoAccountIsLeft() throws InterruptedException {
        Queue<Account> accounts = new ConcurrentLinkedQueue<>(List.of(account("a"), account("b"), account("c")));

        ClosedLoop.Result result =
                ClosedLoop.run(2, LONG, () -> Optional.ofNullable(accounts.poll()), (client, account) -> {
                    if (account.user().equals("b")) {
                        throw new IOException("gone");
                    }
                });

        assertThat(result.nanos()).hasSize(2);
        assertThat(result.failures()).isEqualTo(Map.of("gone", 1));
    }

    @Test
    void takesTheNearestRank() {
        List<Long> nanos =
                LongStream.rangeClosed(1, 20).map(i -> i * 1_000_000).boxed().toList();
        ClosedLoop.Result result = new ClosedLoop.Result(LONG, nanos, Map.of());

        assertThat(result.percentileMillis(0.5)).isEqualTo(10);
        assertThat(result.percentileMillis(0.95)).isEqualTo(19);
    }

    private static Account account(String name) {
        return new Account(name, "geheim");
    }
}
