// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ArrivalPlanTest {
    private static final Duration LENGTH = Duration.ofSeconds(20);

    @Test
    void dividesTheMessagesOfARepetitionAmongTheSenders() {
        assertThat(each(100, 8, "8k", Long.MAX_VALUE)).isEqualTo(250);
    }

    @Test
    void sendsOneMessageAtLeast() {
        assertThat(each(0.5, 64, "31m", Long.MAX_VALUE)).isEqualTo(1);
    }

    @Test
    void sendsTwoGibibytesAtMost() {
        assertThat(each(1000, 8, "1m", Long.MAX_VALUE)).isEqualTo(2048 / 8);
    }

    @Test
    void sendsNoMoreThanTheServerHolds() {
        assertThat(each(1000, 8, "1m", 64L << 20)).isEqualTo(8);
    }

    private static int each(double perSecond, int senders, String size, long mostOctets) {
        return ArrivalPlan.messagesEach(perSecond, LENGTH, senders, Size.parse(size), mostOctets);
    }
}
