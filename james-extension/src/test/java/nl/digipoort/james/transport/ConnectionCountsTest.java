// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionCountsTest {
    private static final String ANY = "192.0.2.1";

    private final List<ConnectionLimit> refusals = new ArrayList<>();
    private final List<Channel> displaced = new ArrayList<>();
    private int displacements;

    @Test
    void countsEachConnectionUntilItHasClosed() {
        ConnectionCounts counts = counts(ConnectionLimits.of(3, 0).notLoggedIn(2));
        EmbeddedChannel first = admitted(counts, ANY);
        EmbeddedChannel second = admitted(counts, ANY);
        counts.loggedIn(first);
        assertThat(counts.open()).isEqualTo(2);
        assertThat(counts.notLoggedIn()).isEqualTo(1);

        first.close().syncUninterruptibly();
        assertThat(counts.open()).isEqualTo(1);
        second.close().syncUninterruptibly();
        assertThat(counts.open()).isZero();
        assertThat(counts.notLoggedIn()).isZero();
        assertThat(displaced).isEmpty();
    }

    @Test
    void hasTheOldestOfTheAddressThatHasMostMakeRoom() {
        ConnectionCounts counts = counts(ConnectionLimits.of(0, 0).notLoggedIn(3));
        admitted(counts, ANY);
        EmbeddedChannel greedy = admitted(counts, "192.0.2.2");
        EmbeddedChannel next = admitted(counts, "192.0.2.2");

        admitted(counts, "192.0.2.3");
        assertThat(displaced).containsExactly(greedy);
        admitted(counts, "192.0.2.2");
        assertThat(displaced).as("the greedy one's own").containsExactly(greedy, next);

        assertThat(counts.notLoggedIn()).isEqualTo(3);
        assertThat(refusals).isEmpty();
        assertThat(displacements).isEqualTo(2);
    }

    @Test
    void hasThoseThatAreNotLoggedInMakeRoomInAllAndNeverASession() {
        ConnectionCounts counts = counts(ConnectionLimits.of(3, 0).notLoggedIn(2));
        counts.loggedIn(admitted(counts, ANY));
        counts.loggedIn(admitted(counts, ANY));
        EmbeddedChannel waiting = admitted(counts, "192.0.2.2");

        EmbeddedChannel newcomer = admitted(counts, ANY);
        assertThat(displaced).containsExactly(waiting);

        counts.loggedIn(newcomer);
        assertThat(enters(counts, from("192.0.2.3"))).isFalse();
        assertThat(refusals).containsExactly(ConnectionLimit.IN_ALL);
        assertThat(displaced).hasSize(1);
        assertThat(counts.open()).isEqualTo(3);
    }

    @Test
    void countsASessionThatWasToMakeRoomWhenItsLoginWasUnderWay() {
        ConnectionCounts counts = counts(ConnectionLimits.of(1, 0));
        EmbeddedChannel first = admitted(counts, ANY);
        EmbeddedChannel second = admitted(counts, ANY);
        assertThat(displaced).containsExactly(first);

        counts.loggedIn(first);
        counts.loggedIn(first);
        assertThat(counts.open()).isEqualTo(2);
        assertThat(enters(counts, from(ANY))).isFalse();
        assertThat(displaced).containsExactly(first, second);
        assertThat(counts.open()).isEqualTo(1);

        first.close().syncUninterruptibly();
        assertThat(counts.open()).isZero();
    }

    @Test
    void countsNoSessionThatIsGone() {
        ConnectionCounts counts = counts(ConnectionLimits.of(1, 0));
        EmbeddedChannel first = admitted(counts, ANY);
        first.close().syncUninterruptibly();

        counts.loggedIn(first);

        assertThat(counts.open()).isZero();
    }

    @Test
    void hasNobodyMakeRoomWhoseProxyHasNotToldWhoItIs() {
        ConnectionCounts counts = counts(ConnectionLimits.of(2, 0).notLoggedIn(2));
        EmbeddedChannel unknown = from(ANY);
        assertThat(counts.enter(unknown)).isTrue();
        assertThat(counts.enter(from(ANY))).isTrue();
        assertThat(counts.enter(from(ANY))).as("there are limits to that, too").isFalse();
        assertThat(refusals).containsExactly(ConnectionLimit.IN_ALL);

        unknown.close().syncUninterruptibly();
        EmbeddedChannel first = admitted(counts, ANY);
        admitted(counts, ANY);
        assertThat(displaced).isEmpty();
        admitted(counts, "192.0.2.2");
        assertThat(displaced).containsExactly(first);
        assertThat(counts.open()).isEqualTo(3);
    }

    @Test
    void hasTheOneAtRestMakeRoomBeforeTheOneAtWork() {
        ConnectionCounts counts = counts(ConnectionLimits.of(2, 0));
        EmbeddedChannel first = admitted(counts, ANY);
        EmbeddedChannel second = admitted(counts, ANY);
        counts.atWork(first);

        EmbeddedChannel third = admitted(counts, "192.0.2.2");
        assertThat(displaced).containsExactly(second);

        counts.atWork(third);
        counts.atRest(first);
        admitted(counts, "192.0.2.3");
        assertThat(displaced).containsExactly(second, first);
    }

    @Test
    void refusesOneMoreOfAnAddressThatHasItsShareAtWork() {
        ConnectionCounts counts = counts(ConnectionLimits.of(3, 0));
        admitted(counts, "192.0.2.2");
        counts.atWork(admitted(counts, ANY));
        counts.atWork(admitted(counts, ANY));

        assertThat(enters(counts, from(ANY))).isFalse();

        assertThat(refusals).containsExactly(ConnectionLimit.IN_ALL);
        assertThat(displaced).isEmpty();
    }

    @Test
    void countsEachAddressAndEachIpv6Network() {
        ConnectionCounts counts = counts(ConnectionLimits.of(0, 1));
        EmbeddedChannel first = from("2001:db8::1");
        assertThat(enters(counts, first)).isTrue();

        assertThat(enters(counts, from("2001:db8::2"))).isFalse();
        assertThat(enters(counts, from("2001:db8:0:1::1"))).isTrue();
        assertThat(enters(counts, from("192.0.2.1"))).isTrue();
        assertThat(enters(counts, from("192.0.2.2"))).isTrue();
        assertThat(enters(counts, from("192.0.2.2"))).isFalse();
        assertThat(refusals).containsOnly(ConnectionLimit.PER_ADDRESS).hasSize(2);

        first.close().syncUninterruptibly();
        assertThat(counts.networks()).isEqualTo(5);
        assertThat(enters(counts, from("2001:db8::2"))).isTrue();
    }

    @Test
    void keepsThePlaceOfAnAddressUntilTheConnectionHasClosed() {
        ConnectionCounts counts = counts(ConnectionLimits.of(1, 1));
        EmbeddedChannel first = admitted(counts, ANY);
        admitted(counts, "192.0.2.2");
        assertThat(displaced).containsExactly(first);

        assertThat(enters(counts, from(ANY))).isFalse();
        assertThat(refusals).containsExactly(ConnectionLimit.PER_ADDRESS);

        first.close().syncUninterruptibly();
        assertThat(enters(counts, from(ANY))).isTrue();
    }

    @Test
    void takesZeroForNoLimit() {
        ConnectionCounts counts = counts(ConnectionLimits.of(0, 0).notLoggedIn(0));

        for (int i = 0; i < 1000; i++) {
            admitted(counts, ANY);
        }

        assertThat(displaced).isEmpty();
    }

    private ConnectionCounts counts(ConnectionLimits limits) {
        return new ConnectionCounts(limits, refusals::add, () -> displacements++);
    }

    private EmbeddedChannel admitted(ConnectionCounts counts, String address) {
        EmbeddedChannel channel = from(address);
        assertThat(enters(counts, channel)).isTrue();
        return channel;
    }

    /** As the handlers do: one that is refused is closed. */
    private static boolean enters(ConnectionCounts counts, EmbeddedChannel channel) {
        boolean admitted = counts.enter(channel) && counts.enterFromAddress(channel);
        if (!admitted) {
            channel.close().syncUninterruptibly();
        }
        return admitted;
    }

    private EmbeddedChannel from(String address) {
        EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                if (event == ConnectionEvent.DISPLACED) {
                    displaced.add(ctx.channel());
                }
            }
        });
        ClientAddress.tell(channel, new InetSocketAddress(InetAddresses.forString(address), 4711));
        return channel;
    }
}
