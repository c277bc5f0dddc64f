package nl.digipoort.james.pop3.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.Test;

class ConnectionCountsTest {
    private static final String ANY = "192.0.2.1";

    private final RecordingMetricFactory metrics = new RecordingMetricFactory();

    @Test
    void admitsAsManyAsThereMayBeInAllAndAgainWhenOneHasClosed() {
        ConnectionCounts counts = counts("<connectionLimit>2</connectionLimit>");
        EmbeddedChannel first = from(ANY);
        assertThat(counts.enter(first)).isTrue();
        assertThat(counts.enter(from(ANY))).isTrue();

        assertThat(counts.enter(from(ANY))).isFalse();
        assertThat(metrics.countFor("digipoort-connection-refused")).isEqualTo(1);
        assertThat(metrics.countFor("digipoort-connection-refused-in-all")).isEqualTo(1);

        first.close().syncUninterruptibly();
        assertThat(counts.enter(from(ANY))).isTrue();
        assertThat(counts.enter(from(ANY))).isFalse();
    }

    @Test
    void admitsMoreWhenThoseBeforeAreLoggedInAndCountsEachLoginOnce() {
        ConnectionCounts counts = counts("<limits><notLoggedIn>1</notLoggedIn></limits>");
        EmbeddedChannel first = from(ANY);
        assertThat(counts.enter(first)).isTrue();
        assertThat(counts.enter(from(ANY))).isFalse();
        assertThat(metrics.countFor("digipoort-connection-refused-not-logged-in"))
                .isEqualTo(1);

        counts.loggedIn(first);
        counts.loggedIn(first);
        first.close().syncUninterruptibly();

        assertThat(counts.enter(from(ANY))).isTrue();
        assertThat(counts.enter(from(ANY))).isFalse();
    }

    @Test
    void whatIsRefusedForItsLoginTakesNoPlaceInAll() {
        ConnectionCounts counts =
                counts("<connectionLimit>2</connectionLimit><limits><notLoggedIn>1</notLoggedIn></limits>");
        EmbeddedChannel first = from(ANY);
        assertThat(counts.enter(first)).isTrue();
        assertThat(counts.enter(from(ANY))).isFalse();

        counts.loggedIn(first);

        assertThat(counts.enter(from(ANY))).isTrue();
    }

    @Test
    void countsEachAddressAndEachIpv6Network() {
        ConnectionCounts counts = counts("<connectionLimitPerIP>1</connectionLimitPerIP>");
        EmbeddedChannel first = from("2001:db8::1");
        assertThat(counts.enterFromAddress(first)).isTrue();

        assertThat(counts.enterFromAddress(from("2001:db8::2"))).isFalse();
        assertThat(counts.enterFromAddress(from("2001:db8:0:1::1"))).isTrue();
        assertThat(counts.enterFromAddress(from("192.0.2.1"))).isTrue();
        assertThat(counts.enterFromAddress(from("192.0.2.2"))).isTrue();
        assertThat(counts.enterFromAddress(from("192.0.2.2"))).isFalse();

        first.close().syncUninterruptibly();
        assertThat(counts.addresses()).isEqualTo(3);
        assertThat(counts.enterFromAddress(from("2001:db8::2"))).isTrue();
    }

    @Test
    void takesZeroForNoLimit() {
        ConnectionCounts counts =
                counts("<connectionLimit>0</connectionLimit><connectionLimitPerIP>0</connectionLimitPerIP>"
                        + "<limits><notLoggedIn>0</notLoggedIn></limits>");

        for (int i = 0; i < 1000; i++) {
            EmbeddedChannel channel = from(ANY);
            assertThat(counts.enter(channel) && counts.enterFromAddress(channel))
                    .isTrue();
        }
    }

    private ConnectionCounts counts(String elements) {
        return new ConnectionCounts(TestLimits.settings(elements), TestLimits.metrics(metrics));
    }

    private static EmbeddedChannel from(String address) {
        EmbeddedChannel channel = new EmbeddedChannel();
        ClientAddress.tell(channel, new InetSocketAddress(InetAddresses.forString(address), 4711));
        return channel;
    }
}
