// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.credential.TestEntitlements;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.mail.HeldTimes;
import nl.digipoort.james.transport.AddressedChannel;
import nl.digipoort.james.transport.ConnectionEvent;
import nl.digipoort.james.transport.ConnectionTap;
import nl.digipoort.james.transport.TrustedProxies;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.Test;

class Pop3ConnectionsTest {
    private static final String ONE_PER_ADDRESS = "<connectionLimitPerIP>1</connectionLimitPerIP>";
    private static final int LOGIN_SECONDS = 60;

    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final List<Object> events = new ArrayList<>();

    @Test
    void whatIsBehindHearsNothingOfAConnectionThatIsOneTooMany() {
        Pop3Connections connections = connections("<connectionLimit>1</connectionLimit>");
        connect(connections).pipeline().fireUserEventTriggered(LoginEvent.LOGGED_IN);
        events.clear();

        assertThat(connect(connections).isOpen()).isFalse();

        assertThat(events).isEmpty();
        assertThat(metrics.countFor("digipoort-connection-refused")).isEqualTo(1);
        assertThat(metrics.countFor("digipoort-connection-refused-in-all")).isEqualTo(1);
    }

    @Test
    void countsTheClientsBehindAProxyAndNotTheProxy() {
        Pop3Connections connections = connections(ONE_PER_ADDRESS);

        assertThat(throughProxy(connections, "192.0.2.1").isOpen()).isTrue();
        assertThat(throughProxy(connections, "192.0.2.2").isOpen()).isTrue();
        assertThat(throughProxy(connections, "192.0.2.1").isOpen()).isFalse();

        assertThat(events).containsExactly("active", "active");
    }

    @Test
    void saysThatTheLoginIsOverdueWhateverTheClientSends() {
        EmbeddedChannel channel = connect(connections(""));

        for (int second = 0; second < LOGIN_SECONDS; second++) {
            assertThat(events).doesNotContain(LoginEvent.LOGIN_OVERDUE);
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[1]));
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runPendingTasks();
        }

        assertThat(events).containsExactly("active", LoginEvent.LOGIN_OVERDUE);
        assertThat(metrics.countFor("digipoort-connection-overdue")).isEqualTo(1);
    }

    @Test
    void saysNothingOfTheLoginWhenItIsDone() {
        EmbeddedChannel channel = connect(connections(""));

        channel.pipeline().fireUserEventTriggered(LoginEvent.LOGGED_IN);
        channel.advanceTimeBy(LOGIN_SECONDS, TimeUnit.SECONDS);
        channel.runPendingTasks();

        assertThat(events).containsExactly("active", LoginEvent.LOGGED_IN);
    }

    @Test
    void hasOnlyAClientThatIsNotLoggedInMakeRoomForAnother() {
        Pop3Connections connections = connections("<limits><notLoggedIn>1</notLoggedIn></limits>");
        EmbeddedChannel session = connect(connections);
        session.pipeline().fireUserEventTriggered(LoginEvent.LOGGED_IN);
        connect(connections);
        assertThat(events).containsExactly("active", LoginEvent.LOGGED_IN, "active");

        assertThat(connect(connections).isOpen()).isTrue();

        assertThat(events).endsWith("active", ConnectionEvent.DISPLACED, "active");
        assertThat(metrics.countFor("digipoort-connection-displaced")).isEqualTo(1);
        assertThat(metrics.countFor("digipoort-connection-refused")).isZero();
    }

    @Test
    void tellsEveryConnectionThatTheServerStopsClosesItAndAdmitsNoMore() {
        Pop3Connections connections = connections("<limits><shutdownGrace>0</shutdownGrace></limits>");
        connect(connections);

        connections.drain();

        assertThat(events).containsExactly("active", ConnectionEvent.STOPPING, "inactive");
        assertThat(connect(connections).isOpen()).isFalse();
    }

    private Pop3Connections connections(String elements) {
        ListenerLimits limits = TestListenerLimits.settings(elements);
        return new Pop3Connections(
                limits,
                TestListenerLimits.metrics(metrics),
                new HeldTimes(),
                TestEntitlements.of(TestUsers.inMemory()),
                new UnsentOctets(1 << 20),
                ConnectionTap.NONE);
    }

    private static TrustedProxies proxies(List<String> trusted) {
        try {
            BaseHierarchicalConfiguration listener = new BaseHierarchicalConfiguration();
            listener.addProperty("digipoort.some", "");
            trusted.forEach(proxy -> listener.addProperty("digipoort.trustedProxies.proxy", proxy));
            return TrustedProxies.from(Section.only("test.xml", listener, "digipoort"));
        } catch (ConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private EmbeddedChannel connect(Pop3Connections connections) {
        return new AddressedChannel(new Built(connections, proxies(List.of())));
    }

    private EmbeddedChannel throughProxy(Pop3Connections connections, String client) {
        EmbeddedChannel channel = new AddressedChannel(new Built(connections, proxies(List.of("127.0.0.1"))));
        channel.pipeline()
                .fireChannelRead(Unpooled.copiedBuffer("PROXY TCP4 " + client + " 192.0.2.99 51234 110\r\n", US_ASCII));
        channel.runPendingTasks();
        return channel;
    }

    private final class Built extends ChannelInitializer<Channel> {
        private final Pop3Connections connections;
        private final TrustedProxies proxies;

        private Built(Pop3Connections connections, TrustedProxies proxies) {
            this.connections = connections;
            this.proxies = proxies;
        }

        @Override
        protected void initChannel(Channel channel) {
            connections.begin(channel, proxies);
            connections.addLogin(channel.pipeline());
            channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelActive(ChannelHandlerContext ctx) {
                    events.add("active");
                }

                @Override
                public void channelInactive(ChannelHandlerContext ctx) {
                    events.add("inactive");
                }

                @Override
                public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                    events.add(event);
                }
            });
        }
    }
}
