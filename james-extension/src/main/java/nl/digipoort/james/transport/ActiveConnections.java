// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of all listeners of one protocol. Adds the limits on their number and their idle time to each pipeline, and closes the
 * connections when the server stops (docs/develop/adr/0023-limits-on-connections.md). Thread-safe.
 */
public final class ActiveConnections {
    private static final Logger LOGGER = LoggerFactory.getLogger(ActiveConnections.class);

    /** Time for the last TLS records; after it the connection is closed even if the client has not read them. */
    private static final int FAREWELL_SECONDS = 5;

    private final ConnectionCounts counts;
    private final Duration idle;
    private final Duration stalledAfter;
    private final Runnable onStalled;
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile boolean stopping;

    /**
     * @param idle longest time without an octet in either direction
     * @param stalledAfter longest time that a client may leave its output unread
     * @param onStalled called for each client that is dropped because of that
     */
    public ActiveConnections(ConnectionCounts counts, Duration idle, Duration stalledAfter, Runnable onStalled) {
        this.counts = counts;
        this.idle = idle;
        this.stalledAfter = stalledAfter;
        this.onStalled = onStalled;
    }

    /**
     * Begins the pipeline of a new connection: its limits and times, and the header of a trusted proxy. The connection stays open when the
     * client has ended its output (FIN) or has stopped reading, so that all received input is answered; the last handler closes it.
     */
    public void begin(Channel channel, TrustedProxies proxies) {
        channel.config().setAutoClose(false).setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        KeepAlive.set(channel.config());
        open.add(channel);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(SilenceTimer.NAME, new SilenceTimer(idle, stalledAfter, System::nanoTime, onStalled));
        pipeline.addLast(new AdmittedConnection(accepted -> !stopping && counts.enter(accepted)));
        if (proxies.trust((InetSocketAddress) channel.remoteAddress())) {
            ProxiedConnection.addTo(pipeline);
        }
        pipeline.addLast(new AdmittedConnection(counts::enterFromAddress));
    }

    /** Notifies every connection that the server stops. After the grace time, closes the connections that are left. */
    public void drain(Duration grace) {
        stopping = true;
        open.forEach(channel -> channel.pipeline().fireUserEventTriggered(ConnectionEvent.STOPPING));
        if (!open.newCloseFuture().awaitUninterruptibly(grace.toNanos(), TimeUnit.NANOSECONDS)) {
            LOGGER.warn("{} connections did not end by themselves and are closed; nothing is deleted", open.size());
        }
        open.close().awaitUninterruptibly(FAREWELL_SECONDS, TimeUnit.SECONDS);
    }
}
