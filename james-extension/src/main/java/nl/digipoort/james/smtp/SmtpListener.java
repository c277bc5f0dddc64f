// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import nl.digipoort.james.tls.HandshakeLog;
import nl.digipoort.james.tls.ServerTls;
import nl.digipoort.james.transport.ActiveConnections;
import nl.digipoort.james.transport.ClientAddress;
import nl.digipoort.james.transport.ConnectionCounts;
import nl.digipoort.james.transport.SilenceTimer;
import nl.digipoort.james.transport.TlsRecords;
import nl.digipoort.james.transport.Workers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server on its addresses: accepts connections, builds their pipelines, and closes them in order. */
@SuppressWarnings("FutureReturnValueIgnored") // the end of the event loops is not awaited twice
final class SmtpListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(SmtpListener.class);
    /** Time for an incoming message and its reply. */
    private static final Duration STOP_GRACE = SmtpConnection.DATA_GRACE.plusSeconds(3);

    private static final int STOP_SECONDS = 10;

    private final SmtpService service;
    private final ServerTls tls;
    private final HandshakeLog handshakes = new HandshakeLog();
    private final String name;
    private final ConnectionCounts counts;
    private final ActiveConnections connections;
    private final Workers workers;
    private final EventLoopGroup acceptor;
    private final EventLoopGroup eventLoops;
    private final ChannelGroup sockets = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    SmtpListener(SmtpService service, ServerTls tls, SmtpMetrics metrics) {
        SmtpSettings settings = service.settings();
        this.service = service;
        this.tls = tls;
        this.name = "digipoort-" + settings.dialect().lowerCase();
        this.counts = new ConnectionCounts(settings.connections(), metrics::connectionRefused, metrics::displaced);
        Duration idle = settings.times().idle();
        this.connections = new ActiveConnections(counts, idle, idle, metrics::stalled);
        this.workers = new Workers(
                settings.threads(),
                settings.waitingWork(),
                new DefaultThreadFactory(name + "-worker"),
                metrics::turnedAway);
        this.acceptor = new NioEventLoopGroup(1, new DefaultThreadFactory(name + "-acceptor"));
        this.eventLoops = new NioEventLoopGroup(0, new DefaultThreadFactory(name + "-io"));
        metrics.showConnections(counts::open);
    }

    /** @throws IllegalStateException if an address cannot be listened on */
    void start() {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(acceptor, eventLoops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, service.settings().backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        build(channel);
                    }
                });
        for (String address : service.settings().addresses()) {
            sockets.add(bind(bootstrap, address.strip()));
        }
        LOGGER.info("{} listens on {}", name, addresses());
    }

    private static Channel bind(ServerBootstrap bootstrap, String address) {
        int colon = address.lastIndexOf(':');
        try {
            return bootstrap
                    .bind(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)))
                    .syncUninterruptibly()
                    .channel();
        } catch (Exception e) {
            // Netty throws the IOException of the socket without declaring it.
            throw new IllegalStateException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    /** The addresses that it listens on, with the port that the system assigned for 0. */
    List<InetSocketAddress> addresses() {
        return sockets.stream()
                .map(socket -> (InetSocketAddress) socket.localAddress())
                .collect(Collectors.toUnmodifiableList());
    }

    private void build(SocketChannel channel) {
        connections.begin(channel, service.settings().proxies());
        Executor newcomers = task ->
                workers.forNewcomer(ClientAddress.of(channel).getAddress()).execute(task);
        channel.pipeline()
                .addLast(new SmtpConnection(service, counts, workers.forSessions(), newcomers, this::startTls));
    }

    private void startTls(ChannelPipeline pipeline) {
        Duration handshake = service.settings().times().handshake();
        SmtpConnection connection = pipeline.get(SmtpConnection.class);
        pipeline.addAfter(
                SilenceTimer.NAME,
                "tls",
                new TlsRecords(
                        () -> tls.newHandlerForServers(pipeline.channel().alloc(), handshake), connection::takesMore));
        pipeline.addBefore(pipeline.context(connection).name(), null, handshakes.observer("STARTTLS"));
    }

    /** Stops in order: refuses new connections, gives incoming messages time, then closes all connections. */
    void stop() {
        sockets.close().awaitUninterruptibly();
        connections.drain(STOP_GRACE);
        workers.shutdown();
        try {
            if (!workers.awaitEnd(STOP_SECONDS)) {
                LOGGER.warn("The work of {} did not end within {} s", name, STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        acceptor.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
        eventLoops.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
