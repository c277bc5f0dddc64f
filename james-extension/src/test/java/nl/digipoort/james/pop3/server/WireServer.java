// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.budget.TestBudget;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.credential.TestEntitlements;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.mail.HeldTimes;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.TestMaildrops;
import nl.digipoort.james.pop3.DelayedAnswer;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.Greeting;
import nl.digipoort.james.pop3.MultiLineReply;
import nl.digipoort.james.pop3.Reply;
import nl.digipoort.james.tls.ServerTls;
import nl.digipoort.james.tls.TestServerTls;
import nl.digipoort.james.transport.ConnectionTap;
import nl.digipoort.james.transport.TrustedProxies;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.Username;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.protocols.api.ProtocolConfigurationImpl;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.DisconnectHandler;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerChainImpl;

/** The whole pipeline on a real socket, with real TLS and threads; a handler repeats each line and remembers it. */
final class WireServer implements AutoCloseable {
    /** All lines, of all connections. */
    final List<String> lines = new CopyOnWriteArrayList<>();

    final AtomicInteger ended = new AtomicInteger();
    final RecordingMetricFactory metrics = new RecordingMetricFactory();
    final ServerTls tls;

    private final NioEventLoopGroup loops = new NioEventLoopGroup(2);
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(4, 4, 0, SECONDS, new LinkedBlockingQueue<>());
    private final TestMaildrops maildrops = new TestMaildrops(TestBudget.of(1));
    private final AtomicInteger logins = new AtomicInteger();
    private final Channel channel;

    private WireServer(Path directory, String provider, boolean atOnce, String limits, UnsentOctets unsent)
            throws Exception {
        tls = TestServerTls.started(directory, provider);
        TlsMetrics tlsMetrics = new TlsMetrics(metrics);
        ListenerTls listener = atOnce ? ListenerTls.implicit(tls, tlsMetrics) : ListenerTls.startTls(tls, tlsMetrics);
        Pop3Connections connections = new Pop3Connections(
                TestListenerLimits.settings(limits),
                TestListenerLimits.metrics(metrics),
                new HeldTimes(),
                TestEntitlements.of(TestUsers.inMemory()),
                unsent,
                ConnectionTap.NONE);
        HandlerChain chain = chain();
        channel = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.SO_SNDBUF, 16 * 1024)
                .childHandler(
                        new Pop3ChannelInitializer(connections, noProxies(), Optional.empty(), listener, () -> chain))
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
    }

    static WireServer stls(Path directory, String provider) throws Exception {
        return stls(directory, provider, new UnsentOctets(1 << 20));
    }

    static WireServer stls(Path directory, String provider, UnsentOctets unsent) throws Exception {
        String limits = "<connectionLimitPerIP>0</connectionLimitPerIP><connectionLimit>0</connectionLimit>";
        return new WireServer(directory, provider, false, limits, unsent);
    }

    static WireServer tlsAtOnce(Path directory, String provider) throws Exception {
        return tlsAtOnce(directory, provider, 60);
    }

    static WireServer tlsAtOnce(Path directory, String provider, int handshakeSeconds) throws Exception {
        String limits = "<limits><handshakeTime>" + handshakeSeconds + "</handshakeTime></limits>";
        return new WireServer(directory, provider, true, limits, new UnsentOctets(1 << 20));
    }

    private static TrustedProxies noProxies() throws Exception {
        BaseHierarchicalConfiguration none = new BaseHierarchicalConfiguration();
        none.addProperty("digipoort.some", "");
        return TrustedProxies.from(Section.only("test.xml", none, "digipoort"));
    }

    private HandlerChain chain() {
        ProtocolHandlerChainImpl handlers = new ProtocolHandlerChainImpl();
        handlers.addAll(List.of(new Greeting(), new Echo(), new Goodbye()));
        return new HandlerChain(handlers, new ProtocolConfigurationImpl("test") {}, workers, client -> workers);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** Whether no thread works for a client. */
    boolean isAtRest() {
        return workers.getActiveCount() == 0 && workers.getQueue().isEmpty();
    }

    int loggedIn() {
        return logins.get();
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        workers.shutdown();
    }

    private final class Echo implements LineHandler<DigipoortSession> {
        @Override
        public Response onLine(DigipoortSession session, byte[] line) {
            String text = new String(line, ISO_8859_1);
            lines.add(text);
            return switch (text) {
                case "STLS" -> Reply.ok(text).thenStartTls();
                case "LOGIN" -> {
                    try {
                        Username user = Username.of("user" + logins.incrementAndGet() + "@example.org");
                        session.open(user, maildrops.open(user), TestAudit.noSession());
                    } catch (MaildropException e) {
                        throw new IllegalStateException(e);
                    }
                    yield Reply.ok(text);
                }
                case "ENDLESS" -> MultiLineReply.of(text, () -> new EndlessStream());
                case "LIST" -> MultiLineReply.of(text, List.of("1 1", "2 2"));
                case "WAIT" -> new Late(Duration.ofMillis(300));
                case "LONG WAIT" -> new Late(Duration.ofMinutes(5));
                case "QUIT" -> Reply.ok(text).thenClose();
                default -> Reply.ok(text);
            };
        }
    }

    private static final class EndlessStream extends InputStream {
        @Override
        public int read() {
            return 'x';
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            Arrays.fill(target, offset, offset + length, (byte) 'x');
            return length;
        }
    }

    private static final class Late extends DelayedAnswer {
        private final Duration delay;

        private Late(Duration delay) {
            this.delay = delay;
        }

        @Override
        public Duration delay() {
            return delay;
        }

        @Override
        public Reply give() {
            return Reply.ok("late");
        }

        @Override
        public void drop() {}
    }

    private final class Goodbye implements DisconnectHandler<DigipoortSession> {
        @Override
        public void onDisconnect(DigipoortSession session) {
            ended.incrementAndGet();
        }
    }
}
