// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageEncoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiedConnectionTest {
    private static final InetSocketAddress PROXY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000);

    private final Witness rest = new Witness();
    private final EmbeddedChannel channel = new AddressedChannel(PROXY, new ChannelInitializer<Channel>() {
        @Override
        protected void initChannel(Channel connected) {
            ProxiedConnection.addTo(connected.pipeline());
            connected.pipeline().addLast(rest);
        }
    });

    @Test
    void tellsTheClientsAddressBeforeAnythingElse() {
        assertThat(rest.active).isZero();

        receive("PROXY TCP4 203.0.113.9 192.0.2.1 51234 110\r\nCAPA\r\n");

        assertThat(rest.active).isEqualTo(1);
        assertThat(rest.from).isEqualTo(address("203.0.113.9", 51234));
        assertThat(rest.octets.toString()).isEqualTo("CAPA\r\n");
    }

    @Test
    void waitsForAHeaderInPieces() {
        for (char octet : "PROXY TCP6 2001:db8::9 2001:db8::1 51234 110\r\n".toCharArray()) {
            assertThat(rest.active).isZero();
            receive(String.valueOf(octet));
        }

        assertThat(rest.active).isEqualTo(1);
        assertThat(rest.from).isEqualTo(address("2001:db8::9", 51234));
    }

    @Test
    void understandsVersionTwo() {
        channel.writeInbound(versionTwo(HAProxyCommand.PROXY));

        assertThat(rest.from).isEqualTo(address("203.0.113.9", 51234));
    }

    @Test
    void takesTheProxyForTheClientWhenItConnectsForItself() {
        channel.writeInbound(versionTwo(HAProxyCommand.LOCAL));

        assertThat(rest.active).isEqualTo(1);
        assertThat(rest.from).isEqualTo(PROXY);
    }

    @Test
    void takesTheProxyForTheClientWhenItDoesNotKnowTheClient() {
        receive("PROXY UNKNOWN\r\n");

        assertThat(rest.from).isEqualTo(PROXY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CAPA\r\nCAPA\r\nCAPA\r\n",
                "PROXY TCP4 somewhere.example 192.0.2.1 51234 110\r\n",
                "PROXY TCP4 203.0.113.9 192.0.2.1 99999 110\r\n",
                "PROXY\r\n........",
            })
    void closesWithoutAWordWhatBeginsOtherwise(String octets) {
        // an embedded channel takes its handlers out at once when it is closed, and would throw what nobody catches
        // then
        channel.pipeline().fireChannelRead(Unpooled.copiedBuffer(octets, ISO_8859_1));

        assertThat(channel.isOpen()).isFalse();
        assertThat(rest.active).isZero();
        assertThat(rest.inactive).isZero();
        assertThat(channel.outboundMessages()).isEmpty();
    }

    @Test
    void closesAfterTheDeadlineWhatBeginsWithNothing() {
        channel.advanceTimeBy(ProxiedConnection.HEADER_SECONDS, TimeUnit.SECONDS);
        channel.runPendingTasks();

        assertThat(channel.isOpen()).isFalse();
        assertThat(rest.active).isZero();
        assertThat(rest.inactive).isZero();
    }

    @Test
    void stepsAsideWhenTheHeaderIsThere() {
        receive("PROXY TCP4 203.0.113.9 192.0.2.1 51234 110\r\n");
        channel.advanceTimeBy(ProxiedConnection.HEADER_SECONDS, TimeUnit.SECONDS);
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isTrue();

        receive("PROXY TCP4 198.51.100.1 192.0.2.1 1 110\r\n");
        channel.close().syncUninterruptibly();

        assertThat(rest.octets.toString()).startsWith("PROXY TCP4 198.51.100.1");
        assertThat(ClientAddress.of(channel)).isEqualTo(address("203.0.113.9", 51234));
        assertThat(rest.inactive).isEqualTo(1);
    }

    private void receive(String octets) {
        channel.writeInbound(Unpooled.copiedBuffer(octets, ISO_8859_1));
    }

    private static ByteBuf versionTwo(HAProxyCommand command) {
        EmbeddedChannel encoder = new EmbeddedChannel(HAProxyMessageEncoder.INSTANCE);
        encoder.writeOutbound(new HAProxyMessage(
                HAProxyProtocolVersion.V2,
                command,
                HAProxyProxiedProtocol.TCP4,
                "203.0.113.9",
                "192.0.2.1",
                51234,
                110));
        return encoder.readOutbound();
    }

    private static InetSocketAddress address(String host, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(host, e);
        }
    }

    private static final class Witness extends ChannelInboundHandlerAdapter {
        private final StringBuilder octets = new StringBuilder();
        private int active;
        private int inactive;
        private InetSocketAddress from;

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            active++;
            from = ClientAddress.of(ctx.channel());
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            inactive++;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf buffer = (ByteBuf) message;
            octets.append(buffer.toString(ISO_8859_1));
            buffer.release();
        }
    }
}
