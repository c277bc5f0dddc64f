// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many places of a scarce resource each network has. An IPv4 address is one network. An IPv6 address counts for its /64, its /56 and
 * its /48, which may have one, two and four shares, because a provider gives a customer any of these. Only networks that have a place use
 * memory. Thread-safe.
 */
public final class NetworkShares {
    private final Keys keys = new Keys(new SecureRandom());
    private final Map<Long, Integer> taken = new ConcurrentHashMap<>();
    private final int share;

    /** @param share most places of one network at a time; 0 is no limit */
    public NetworkShares(int share) {
        this.share = share;
    }

    /**
     * Takes one place for a client.
     *
     * @return the place; empty if one of the client's networks has its full share
     */
    public Optional<Place> take(InetAddress client) {
        List<Long> networks = keys.ofNetworks(client);
        for (int i = 0; i < networks.size(); i++) {
            if (!take(networks.get(i), most(i))) {
                networks.subList(0, i).forEach(this::giveBack);
                return Optional.empty();
            }
        }
        AtomicBoolean free = new AtomicBoolean();
        return Optional.of(() -> {
            if (!free.getAndSet(true)) {
                networks.forEach(this::giveBack);
            }
        });
    }

    private boolean take(Long network, int most) {
        if (taken.merge(network, 1, Integer::sum) > most && share > 0) {
            giveBack(network);
            return false;
        }
        return true;
    }

    /** @param size 0 for the smallest network of an address */
    private int most(int size) {
        return share << size;
    }

    private void giveBack(Long network) {
        taken.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1);
    }

    /** How many networks have a place; an IPv6 address counts as three. */
    public int networks() {
        return taken.size();
    }

    /** A place that was taken. */
    public interface Place {
        /** Gives the place back; later calls do nothing. */
        void free();
    }
}
