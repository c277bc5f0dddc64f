// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import nl.digipoort.james.transport.AddressedChannel;
import nl.digipoort.james.transport.ProxiedConnection;
import org.apache.james.protocols.netty.HandlerConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GreetingDelayTest {
    /** An embedded channel's time also goes by itself, so this is far longer than a test takes. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final Duration A_LITTLE = Duration.ofSeconds(4);

    private static final String CLIENT_HELLO = "\u0016\u0003\u0001\u0000\u0005\u0001\n\r\n.";
    private static final String SSL_2_HELLO = "\u0080.\u0001\u0003\u0001\u0000\u0015";

    private final List<String> events = new ArrayList<>();
    private final Witness tls = new Witness("tls");

    private EmbeddedChannel channel;

    @Test
    void saysNothingOfAClientThatIsSilentUntilTheGraceIsOver() {
        connect();

        pass(GRACE.dividedBy(2));
        assertThat(events).isEmpty();
        passTheGrace();

        assertThat(events).containsExactly("rest active");
        passTheGrace();
        assertThat(events).hasSize(1);
    }

    @Test
    void takesAClientHelloThatAnEventLoopReadsRightAfterTheGrace() {
        connect();
        pass(GRACE);

        receive(CLIENT_HELLO);

        assertThat(events).containsExactly("tls active", "rest active", "tls read " + CLIENT_HELLO);
    }

    @Test
    void putsTlsInFrontOfTheRestWhenTheFirstOctetIsThatOfAClientHello() {
        connect();

        receive(CLIENT_HELLO);

        assertThat(events).containsExactly("tls active", "rest active", "tls read " + CLIENT_HELLO);
        assertThat(channel.pipeline().get(HandlerConstants.SSL_HANDLER)).isSameAs(tls);
        passTheGrace();
        assertThat(events).hasSize(3);
    }

    @Test
    void handsEveryOctetOfADribbledClientHelloToTlsInOrder() {
        connect();

        for (int i = 0; i < CLIENT_HELLO.length(); i++) {
            receive(CLIENT_HELLO.substring(i, i + 1));
            passTheGrace();
        }

        StringBuilder read = new StringBuilder();
        events.stream()
                .filter(event -> event.startsWith("tls read "))
                .forEach(event -> read.append(event.substring("tls read ".length())));
        assertThat(read.toString()).isEqualTo(CLIENT_HELLO);
        assertThat(events).doesNotContain("rest read " + CLIENT_HELLO).hasSize(CLIENT_HELLO.length() + 2);
    }

    @Test
    void givesUpTheGraceWhenTheClientSpeaksFirstAndNotTls() {
        connect();

        receive("USER x\r\n");

        assertThat(events).containsExactly("rest active", "rest read USER x\r\n");
        assertThat(channel.pipeline().get(HandlerConstants.SSL_HANDLER)).isNull();
        passTheGrace();
        receive("PASS y\r\n");
        assertThat(events).hasSize(3).endsWith("rest read PASS y\r\n");
    }

    @Test
    void closesWhenTheClientHelloComesAfterTheGreeting() {
        connect();
        passTheGrace();

        receive(CLIENT_HELLO);

        assertThat(channel.isOpen()).isFalse();
        assertThat(events).containsExactly("rest active", "rest inactive");
        assertThat(channel.outboundMessages()).isEmpty();
    }

    @Test
    void leavesLaterOctetsToTheRestWhateverTheyAre() {
        connect();

        receive("STLS\r\n");
        receive(CLIENT_HELLO);

        assertThat(events).containsExactly("rest active", "rest read STLS\r\n", "rest read " + CLIENT_HELLO);
        assertThat(channel.pipeline().get(GreetingDelay.class)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {SSL_2_HELLO, "\u0080", "\u0080."})
    void closesWithoutAWordOnAnSsl2Hello(String octets) {
        connect();

        receive(octets);

        assertThat(channel.isOpen()).isFalse();
        assertThat(events).isEmpty();
        assertThat(channel.outboundMessages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00c3\u00a9t\u00e9\r\n", "\u0000\u0000\u0000", "\u0015\u0003\u0001", "\n"})
    void leavesOtherNonsenseToTheRest(String octets) {
        connect();

        receive(octets);

        assertThat(events).containsExactly("rest active", "rest read " + octets);
    }

    @Test
    void tellsNobodyOfAConnectionThatIsClosedAtOnce() {
        connect();

        channel.close().syncUninterruptibly();
        passTheGrace();

        assertThat(events).isEmpty();
    }

    @Test
    void tellsOfTheEndOfAConnectionThatItToldOf() {
        connect();
        passTheGrace();

        channel.close().syncUninterruptibly();

        assertThat(events).containsExactly("rest active", "rest inactive");
    }

    @Test
    void beginsToWaitWhenTheProxyHasToldOfTheClient() {
        channel = channel(true);
        pass(A_LITTLE);

        receive("PROXY TCP4 203.0.113.9 192.0.2.1 51234 110\r\n");
        pass(GRACE.minus(A_LITTLE.dividedBy(2)));
        assertThat(events).isEmpty();
        receive(CLIENT_HELLO);

        assertThat(events).containsExactly("tls active", "rest active", "tls read " + CLIENT_HELLO);
    }

    @Test
    void takesAClientHelloThatComesInOnePieceWithTheProxysHeader() {
        channel = channel(true);

        receive("PROXY TCP4 203.0.113.9 192.0.2.1 51234 110\r\n" + CLIENT_HELLO);

        assertThat(events).containsExactly("tls active", "rest active", "tls read " + CLIENT_HELLO);
    }

    private void connect() {
        channel = channel(false);
    }

    private EmbeddedChannel channel(boolean proxied) {
        return new AddressedChannel(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel connected) {
                if (proxied) {
                    ProxiedConnection.addTo(connected.pipeline());
                }
                connected.pipeline().addLast(new GreetingDelay(GRACE, () -> tls), new Witness("rest"));
            }
        });
    }

    private void receive(String octets) {
        // not writeInbound, which complains about a channel that this closed
        channel.pipeline().fireChannelRead(Unpooled.copiedBuffer(octets, ISO_8859_1));
        channel.runPendingTasks();
    }

    private void pass(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runPendingTasks();
    }

    /** And lets the event loop turn once more. */
    private void passTheGrace() {
        pass(GRACE);
        pass(GRACE);
    }

    /** Stands for TLS, which keeps what it reads, and for the rest of the pipeline. */
    private final class Witness extends ChannelInboundHandlerAdapter {
        private final String name;

        private Witness(String name) {
            this.name = name;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            events.add(name + " active");
            ctx.fireChannelActive();
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            events.add(name + " inactive");
            ctx.fireChannelInactive();
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf octets = (ByteBuf) message;
            events.add(name + " read " + octets.toString(ISO_8859_1));
            octets.release();
        }
    }
}
