package nl.digipoort.james.pop3.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of all listeners: puts what limits their number and their times into their pipelines, and ends them when
 * the server stops (docs/adr/0023-limits-on-connections.md). Thread-safe.
 */
@Singleton
final class OpenConnections {
    private static final Logger LOGGER = LoggerFactory.getLogger(OpenConnections.class);

    /** For what TLS has to say at the end; a client that does not take it is not waited for. */
    private static final int FAREWELL_SECONDS = 5;

    private final LimitSettings limits;
    private final ConnectionCounts counts;
    private final ConnectionMetrics metrics;
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile boolean stopping;

    @Inject
    OpenConnections(ListenerSettings settings, ConnectionCounts counts, ConnectionMetrics metrics) {
        this(settings.limits(), counts, metrics);
    }

    OpenConnections(LimitSettings limits, ConnectionCounts counts, ConnectionMetrics metrics) {
        this.limits = limits;
        this.counts = counts;
        this.metrics = metrics;
    }

    /** How long one TLS handshake may take. */
    Duration handshakeTime() {
        return limits.handshakeTime();
    }

    /** The threads for the work of the connections of one listener. */
    Workers newWorkers(int count, ThreadFactory factory) {
        return new Workers(count, limits.waitingWork(), factory, metrics::turnedAway);
    }

    /** Goes in front of all else. */
    void addFirst(ChannelPipeline pipeline) {
        open.add(pipeline.channel());
        pipeline.addLast(
                SilenceTimer.NAME,
                new SilenceTimer(limits.idle(), limits.stalledAfter(), System::nanoTime, metrics::stalled));
        pipeline.addLast(new AdmittedConnection(channel -> !stopping && counts.enter(channel)));
    }

    /** Goes behind what finds out where the client is. */
    void addClient(ChannelPipeline pipeline) {
        pipeline.addLast(new AdmittedConnection(counts::enterFromAddress));
    }

    /** Goes right in front of the {@link Pop3Connection}. */
    void addLogin(ChannelPipeline pipeline) {
        Channel channel = pipeline.channel();
        pipeline.addLast(new LoginDeadline(limits.loginTime(), () -> counts.loggedIn(channel), metrics::overdue));
    }

    /** Lets sessions go on to their QUIT for the grace, and ends all other connections; then no connection is left. */
    void drain() {
        stopping = true;
        open.forEach(channel -> channel.pipeline().fireUserEventTriggered(ConnectionEvent.STOPPING));
        long grace = limits.shutdownGrace().toNanos();
        if (!open.newCloseFuture().awaitUninterruptibly(grace, TimeUnit.NANOSECONDS)) {
            LOGGER.warn("{} connections did not end by themselves and are closed; nothing is deleted", open.size());
        }
        open.close().awaitUninterruptibly(FAREWELL_SECONDS, TimeUnit.SECONDS);
    }
}
