// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Ticker;
import com.google.common.net.InetAddresses;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NoticesTest {
    private long now;
    private final Notices notices = new Notices(new Ticker() {
        @Override
        public long read() {
            return now;
        }
    });

    @Test
    void givesOneForEachNetworkAndMinuteWithTheNumberLeftOut() {
        assertThat(notices.next(client("192.0.2.1"))).hasValue(0);
        now += Duration.ofSeconds(59).toNanos();
        assertThat(notices.next(client("192.0.2.1"))).isEmpty();
        assertThat(notices.next(client("192.0.2.1"))).isEmpty();
        assertThat(notices.next(client("192.0.2.2"))).hasValue(0);

        now += Duration.ofSeconds(1).toNanos();

        assertThat(notices.next(client("192.0.2.1"))).hasValue(2);
        assertThat(notices.next(client("192.0.2.1"))).isEmpty();
    }

    @Test
    void givesOneForEachMinuteWhoeverTheClientIs() {
        assertThat(notices.next()).hasValue(0);
        assertThat(notices.next()).isEmpty();

        now += Duration.ofMinutes(1).toNanos();

        assertThat(notices.next()).hasValue(1);
    }

    @Test
    void takesTheAddressesOfOneIpv6NetworkForOne() {
        assertThat(notices.next(client("2001:db8::1"))).hasValue(0);
        assertThat(notices.next(client("2001:db8::2"))).isEmpty();
        assertThat(notices.next(client("2001:db8:0:1::1"))).hasValue(0);
    }

    private static InetSocketAddress client(String address) {
        return new InetSocketAddress(InetAddresses.forString(address), 4711);
    }
}
