package nl.digipoort.james.transport;

import com.google.common.util.concurrent.RateLimiter;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections there are, of all listeners of one protocol together: in all, of clients that are not logged in, and from each address
 * (docs/adr/0023-limits-on-connections.md). Each is counted until its channel has closed, however that comes. The log tells
 * of refusals once a minute at most. Thread-safe.
 */
public final class ConnectionCounts {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectionCounts.class);
    private static final AttributeKey<AtomicBoolean> NOT_LOGGED_IN =
            AttributeKey.valueOf(ConnectionCounts.class, "notLoggedIn");
    private static final double LINES_PER_SECOND = 1.0 / 60;

    private final ConnectionLimits limits;
    private final Consumer<ConnectionLimit> onRefusal;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger notLoggedIn = new AtomicInteger();
    private final NetworkShares perAddress;
    private final RateLimiter lines = RateLimiter.create(LINES_PER_SECOND);
    private final AtomicLong refusedSinceLine = new AtomicLong();

    /** @param onRefusal told of each connection that is one too many */
    public ConnectionCounts(ConnectionLimits limits, Consumer<ConnectionLimit> onRefusal) {
        this.limits = limits;
        this.onRefusal = onRefusal;
        this.perAddress = new NetworkShares(limits.perAddress());
    }

    /** Counts a new connection, which is not logged in; false if there are too many. */
    public boolean enter(Channel channel) {
        if (!take(open, limits.inAll())) {
            return refuse(channel, ConnectionLimit.IN_ALL);
        }
        if (!take(notLoggedIn, limits.notLoggedIn())) {
            open.decrementAndGet();
            return refuse(channel, ConnectionLimit.NOT_LOGGED_IN);
        }
        AtomicBoolean counted = new AtomicBoolean(true);
        channel.attr(NOT_LOGGED_IN).set(counted);
        channel.closeFuture().addListener(closed -> {
            open.decrementAndGet();
            leaveNotLoggedIn(counted);
        });
        return true;
    }

    /** Counts it for its client's address as well, when that is known; false if there are too many from there. */
    public boolean enterFromAddress(Channel channel) {
        Optional<NetworkShares.Place> place =
                perAddress.take(ClientAddress.of(channel).getAddress());
        if (place.isEmpty()) {
            return refuse(channel, ConnectionLimit.PER_ADDRESS);
        }
        channel.closeFuture().addListener(closed -> place.get().free());
        return true;
    }

    /** The connection has become a session. */
    public void loggedIn(Channel channel) {
        leaveNotLoggedIn(channel.attr(NOT_LOGGED_IN).get());
    }

    private void leaveNotLoggedIn(AtomicBoolean counted) {
        if (counted.getAndSet(false)) {
            notLoggedIn.decrementAndGet();
        }
    }

    /** How many connections there are. */
    public int open() {
        return open.get();
    }

    /** How many of them are not logged in. */
    public int notLoggedIn() {
        return notLoggedIn.get();
    }

    /** How many networks have a connection. */
    int networks() {
        return perAddress.networks();
    }

    private static boolean take(AtomicInteger count, int limit) {
        if (count.incrementAndGet() > limit && limit > 0) {
            count.decrementAndGet();
            return false;
        }
        return true;
    }

    private boolean refuse(Channel channel, ConnectionLimit limit) {
        onRefusal.accept(limit);
        long before = refusedSinceLine.getAndIncrement();
        if (lines.tryAcquire()) {
            refusedSinceLine.addAndGet(-before - 1);
            LOGGER.warn(
                    "A connection from {} is over {} and closed, and {} more since the last such line",
                    ClientAddress.of(channel),
                    limit.key(),
                    before);
        }
        return false;
    }
}
