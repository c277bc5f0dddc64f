// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the connections of all listeners of one protocol: in total, not logged in, and per address
 * (docs/develop/adr/0023-limits-on-connections.md). When one of the first two reaches its limit, a connection that is not logged in makes
 * room for the newcomer: the oldest one of the network that has most. A connection is counted until its channel closes or it has to make
 * room. Thread-safe.
 */
public final class ConnectionCounts {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectionCounts.class);
    private static final AttributeKey<State> STATE = AttributeKey.valueOf(ConnectionCounts.class, "state");

    private final ConnectionLimits limits;
    private final Consumer<ConnectionLimit> onRefusal;
    private final Runnable onDisplaced;
    private final NetworkShares perAddress;
    private final Notices refusals = new Notices();
    private final Notices displacements = new Notices();
    private final ConnectionsByNetwork notLoggedIn = new ConnectionsByNetwork();
    private int loggedIn;
    private int unknown;

    private enum State {
        /** The proxy has not reported the client's address yet. */
        UNKNOWN,
        NOT_LOGGED_IN,
        LOGGED_IN,
        /** Has to make room, or is closed. */
        OUT
    }

    /**
     * @param onRefusal called for each connection that is refused
     * @param onDisplaced called for each connection that has to make room for another
     */
    public ConnectionCounts(ConnectionLimits limits, Consumer<ConnectionLimit> onRefusal, Runnable onDisplaced) {
        this.limits = limits;
        this.onRefusal = onRefusal;
        this.onDisplaced = onDisplaced;
        this.perAddress = new NetworkShares(limits.perAddress());
    }

    /** Counts a new connection before its client is known; false if there are too many of these. */
    public boolean enter(Channel channel) {
        if (!take(channel)) {
            return refuse(channel, ConnectionLimit.IN_ALL);
        }
        channel.closeFuture().addListener(closed -> leave(channel));
        return true;
    }

    private synchronized boolean take(Channel channel) {
        if (isOver(unknown + 1, limits.inAll())) {
            return false;
        }
        unknown++;
        channel.attr(STATE).set(State.UNKNOWN);
        return true;
    }

    /** Counts the connection for its client as soon as that is known, and displaces others to make room; false if it is refused. */
    public boolean enterFromAddress(Channel channel) {
        Optional<NetworkShares.Place> place =
                perAddress.take(ClientAddress.of(channel).getAddress());
        if (place.isEmpty()) {
            return refuse(channel, ConnectionLimit.PER_ADDRESS);
        }
        channel.closeFuture().addListener(closed -> place.get().free());
        Map<Channel, ConnectionLimit> displaced = admit(channel);
        boolean refused = displaced.remove(channel) != null;
        displaced.forEach(this::displace);
        return !refused || refuse(channel, ConnectionLimit.IN_ALL);
    }

    /** @return the connections that have to make room; the newcomer itself if no other can */
    private synchronized Map<Channel, ConnectionLimit> admit(Channel channel) {
        unknown--;
        channel.attr(STATE).set(State.NOT_LOGGED_IN);
        notLoggedIn.add(channel);
        Map<Channel, ConnectionLimit> displaced = new LinkedHashMap<>();
        for (Optional<ConnectionLimit> reached = reached(); reached.isPresent(); reached = reached()) {
            Optional<Channel> next = notLoggedIn.next();
            if (next.isEmpty()) {
                break; // one above the limit: the session that should have made room has logged in meanwhile
            }
            notLoggedIn.remove(next.get());
            next.get().attr(STATE).set(State.OUT);
            displaced.put(next.get(), reached.get());
        }
        return displaced;
    }

    private Optional<ConnectionLimit> reached() {
        if (isOver(notLoggedIn.size(), limits.notLoggedIn())) {
            return Optional.of(ConnectionLimit.NOT_LOGGED_IN);
        }
        return isOver(notLoggedIn.size() + loggedIn, limits.inAll())
                ? Optional.of(ConnectionLimit.IN_ALL)
                : Optional.empty();
    }

    private static boolean isOver(int count, int limit) {
        return limit > 0 && count > limit;
    }

    /** The connection is logged in and cannot be displaced any more. */
    public synchronized void loggedIn(Channel channel) {
        if (channel.isOpen() && channel.attr(STATE).getAndSet(State.LOGGED_IN) != State.LOGGED_IN) {
            notLoggedIn.remove(channel);
            loggedIn++;
        }
    }

    /** The connection is busy: it is displaced only if no idle one of its network is left. */
    public synchronized void atWork(Channel channel) {
        notLoggedIn.atWork(channel);
    }

    /** The connection is not busy any more. */
    public synchronized void atRest(Channel channel) {
        notLoggedIn.atRest(channel);
    }

    private synchronized void leave(Channel channel) {
        switch (channel.attr(STATE).getAndSet(State.OUT)) {
            case UNKNOWN:
                unknown--;
                break;
            case NOT_LOGGED_IN:
                notLoggedIn.remove(channel);
                break;
            case LOGGED_IN:
                loggedIn--;
                break;
            default:
        }
    }

    /** How many connections there are. */
    public synchronized int open() {
        return unknown + notLoggedIn.size() + loggedIn;
    }

    /** How many of them are not logged in. */
    public synchronized int notLoggedIn() {
        return unknown + notLoggedIn.size();
    }

    /** How many networks have a connection. */
    int networks() {
        return perAddress.networks();
    }

    private void displace(Channel channel, ConnectionLimit limit) {
        onDisplaced.run();
        displacements
                .next()
                .ifPresent(leftOut -> LOGGER.warn(
                        "The connection of {} makes room for a newcomer and is closed, because {} is reached and its network has most; and {} more since the last such line",
                        ClientAddress.of(channel),
                        limit.key(),
                        leftOut));
        channel.pipeline().fireUserEventTriggered(ConnectionEvent.DISPLACED);
    }

    private boolean refuse(Channel channel, ConnectionLimit limit) {
        onRefusal.accept(limit);
        refusals.next()
                .ifPresent(leftOut -> LOGGER.warn(
                        "A connection from {} is over {} and closed, and {} more since the last such line",
                        ClientAddress.of(channel),
                        limit.key(),
                        leftOut));
        return false;
    }
}
