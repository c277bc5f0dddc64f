package nl.digipoort.james.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionCountsTest {
    private static final String ANY = "192.0.2.1";

    private final List<ConnectionLimit> refusals = new ArrayList<>();

    @Test
    void admitsAsManyAsThereMayBeInAllAndAgainWhenOneHasClosed() {
        ConnectionCounts counts = counts(ConnectionLimits.of(2, 0));
        EmbeddedChannel first = from(ANY);
        assertThat(counts.enter(first)).isTrue();
        assertThat(counts.enter(from(ANY))).isTrue();

        assertThat(counts.enter(from(ANY))).isFalse();
        assertThat(refusals).containsExactly(ConnectionLimit.IN_ALL);

        first.close().syncUninterruptibly();
        assertThat(counts.enter(from(ANY))).isTrue();
        assertThat(counts.enter(from(ANY))).isFalse();
    }

    @Test
    void admitsMoreWhenThoseBeforeAreLoggedInAndCountsEachLoginOnce() {
        ConnectionCounts counts = counts(ConnectionLimits.of(0, 0).notLoggedIn(1));
        EmbeddedChannel first = from(ANY);
        assertThat(counts.enter(first)).isTrue();
        assertThat(counts.enter(from(ANY))).isFalse();
        assertThat(refusals).containsExactly(ConnectionLimit.NOT_LOGGED_IN);

        counts.loggedIn(first);
        counts.loggedIn(first);
        first.close().syncUninterruptibly();

        assertThat(counts.enter(from(ANY))).isTrue();
        assertThat(counts.enter(from(ANY))).isFalse();
    }

    @Test
    void whatIsRefusedForItsLoginTakesNoPlaceInAll() {
        ConnectionCounts counts = counts(ConnectionLimits.of(2, 0).notLoggedIn(1));
        EmbeddedChannel first = from(ANY);
        assertThat(counts.enter(first)).isTrue();
        assertThat(counts.enter(from(ANY))).isFalse();

        counts.loggedIn(first);

        assertThat(counts.enter(from(ANY))).isTrue();
    }

    @Test
    void countsEachAddressAndEachIpv6Network() {
        ConnectionCounts counts = counts(ConnectionLimits.of(0, 1));
        EmbeddedChannel first = from("2001:db8::1");
        assertThat(counts.enterFromAddress(first)).isTrue();

        assertThat(counts.enterFromAddress(from("2001:db8::2"))).isFalse();
        assertThat(counts.enterFromAddress(from("2001:db8:0:1::1"))).isTrue();
        assertThat(counts.enterFromAddress(from("192.0.2.1"))).isTrue();
        assertThat(counts.enterFromAddress(from("192.0.2.2"))).isTrue();
        assertThat(counts.enterFromAddress(from("192.0.2.2"))).isFalse();

        first.close().syncUninterruptibly();
        assertThat(counts.networks()).isEqualTo(5);
        assertThat(counts.enterFromAddress(from("2001:db8::2"))).isTrue();
    }

    @Test
    void takesZeroForNoLimit() {
        ConnectionCounts counts = counts(ConnectionLimits.of(0, 0).notLoggedIn(0));

        for (int i = 0; i < 1000; i++) {
            EmbeddedChannel channel = from(ANY);
            assertThat(counts.enter(channel) && counts.enterFromAddress(channel))
                    .isTrue();
        }
    }

    private ConnectionCounts counts(ConnectionLimits limits) {
        return new ConnectionCounts(limits, refusals::add);
    }

    private static EmbeddedChannel from(String address) {
        EmbeddedChannel channel = new EmbeddedChannel();
        ClientAddress.tell(channel, new InetSocketAddress(InetAddresses.forString(address), 4711));
        return channel;
    }
}
