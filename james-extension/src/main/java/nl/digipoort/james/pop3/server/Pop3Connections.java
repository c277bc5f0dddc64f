// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.credential.Entitlements;
import nl.digipoort.james.mail.HeldTimes;
import nl.digipoort.james.transport.ActiveConnections;
import nl.digipoort.james.transport.ConnectionCounts;
import nl.digipoort.james.transport.ConnectionTap;
import nl.digipoort.james.transport.TrustedProxies;
import nl.digipoort.james.transport.Workers;

/** The connections of all POP3 listeners, with the login deadline. Thread-safe. */
@Singleton
final class Pop3Connections {
    private final ListenerLimits limits;
    private final ConnectionCounts counts;
    private final ConnectionMetrics metrics;
    private final HeldTimes heldTimes;
    private final Entitlements entitlements;
    private final ActiveConnections open;
    private final UnsentOctets unsent;
    private final ConnectionTap tap;

    @Inject
    Pop3Connections(
            ListenerSettings settings,
            ConnectionMetrics metrics,
            HeldTimes heldTimes,
            Entitlements entitlements,
            ConnectionTap tap) {
        this(settings.limits(), metrics, heldTimes, entitlements, UnsentOctets.partOfMemory(), tap);
    }

    Pop3Connections(
            ListenerLimits limits,
            ConnectionMetrics metrics,
            HeldTimes heldTimes,
            Entitlements entitlements,
            UnsentOctets unsent,
            ConnectionTap tap) {
        this.tap = tap;
        this.limits = limits;
        this.metrics = metrics;
        this.heldTimes = heldTimes;
        this.entitlements = entitlements;
        this.unsent = unsent;
        this.counts = new ConnectionCounts(limits.connections(), metrics::refused, metrics::displaced);
        this.open = new ActiveConnections(counts, limits.idle(), limits.stalledAfter(), metrics::stalled);
        metrics.show(counts::open, counts::notLoggedIn);
    }

    /** How long one TLS handshake may take. */
    Duration handshakeTime() {
        return limits.handshakeTime();
    }

    /** The timer of the session that one connection may have. */
    SessionTimer newSessionTimer() {
        return new SessionTimer(limits, heldTimes, entitlements);
    }

    /** What all connections together have under way to their clients. */
    UnsentOctets unsent() {
        return unsent;
    }

    /** The threads for the work of the connections of one listener. */
    Workers newWorkers(int count, ThreadFactory factory) {
        return new Workers(count, limits.waitingWork(), factory, metrics::turnedAway);
    }

    /** Begins the pipeline of a new connection. */
    void begin(Channel channel, TrustedProxies proxies) {
        open.begin(channel, proxies);
    }

    /** Adds the handlers that come right before the {@link Pop3Connection}. */
    void addLogin(ChannelPipeline pipeline) {
        Channel channel = pipeline.channel();
        pipeline.addLast(new LoginDeadline(limits.loginTime(), () -> counts.loggedIn(channel), metrics::overdue));
        tap.tap(pipeline);
    }

    /** Ends all connections. Sessions may go on to their QUIT during the grace period. Afterwards no connection is left. */
    void drain() {
        open.drain(limits.shutdownGrace());
    }
}
