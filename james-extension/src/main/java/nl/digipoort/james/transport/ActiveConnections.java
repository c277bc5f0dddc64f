// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of all listeners of one protocol: puts what limits their number and their silence into their pipelines, and ends
 * them when the server stops (docs/develop/adr/0023-limits-on-connections.md). Thread-safe.
 */
public final class ActiveConnections {
    private static final Logger LOGGER = LoggerFactory.getLogger(ActiveConnections.class);

    /** For what TLS has to say at the end; a client that does not take it is not waited for. */
    private static final int FAREWELL_SECONDS = 5;

    private final ConnectionCounts counts;
    private final Duration idle;
    private final Duration stalledAfter;
    private final Runnable onStalled;
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile boolean stopping;

    /**
     * @param idle how long no octet may go in either direction
     * @param stalledAfter how long a client may take nothing of what is sent to it
     * @param onStalled told of each client that is dropped because of that
     */
    public ActiveConnections(ConnectionCounts counts, Duration idle, Duration stalledAfter, Runnable onStalled) {
        this.counts = counts;
        this.idle = idle;
        this.stalledAfter = stalledAfter;
        this.onStalled = onStalled;
    }

    /** Goes in front of all else. */
    public void addFirst(ChannelPipeline pipeline) {
        open.add(pipeline.channel());
        pipeline.addLast(SilenceTimer.NAME, new SilenceTimer(idle, stalledAfter, System::nanoTime, onStalled));
        pipeline.addLast(new AdmittedConnection(channel -> !stopping && counts.enter(channel)));
    }

    /** Goes behind what finds out where the client is. */
    public void addClient(ChannelPipeline pipeline) {
        pipeline.addLast(new AdmittedConnection(counts::enterFromAddress));
    }

    /** Tells every connection that the server stops, and closes what is still there after the grace; then none is left. */
    public void drain(Duration grace) {
        stopping = true;
        open.forEach(channel -> channel.pipeline().fireUserEventTriggered(ConnectionEvent.STOPPING));
        if (!open.newCloseFuture().awaitUninterruptibly(grace.toNanos(), TimeUnit.NANOSECONDS)) {
            LOGGER.warn("{} connections did not end by themselves and are closed; nothing is deleted", open.size());
        }
        open.close().awaitUninterruptibly(FAREWELL_SECONDS, TimeUnit.SECONDS);
    }
}
