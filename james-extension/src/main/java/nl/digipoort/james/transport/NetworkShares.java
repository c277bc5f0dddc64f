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
 * What each network has of something scarce. An IPv4 address is a network by itself; an IPv6 address is counted for its /64, its /56
 * and its /48, which may have one, two and four shares, because a provider gives a customer any of these. Memory holds only
 * who has something. Thread-safe.
 */
public final class NetworkShares {
    private final Keys keys = new Keys(new SecureRandom());
    private final Map<Long, Integer> taken = new ConcurrentHashMap<>();
    private final int share;

    /** @param share what one network may have at a time; 0 is no limit */
    public NetworkShares(int share) {
        this.share = share;
    }

    /**
     * Takes one place for a client.
     *
     * @return what gives the place back; empty if a network of the client has its share
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

    /** How many networks have something; an IPv6 address has three. */
    public int networks() {
        return taken.size();
    }

    /** A place that was taken. */
    public interface Place {
        /** Gives it back, once however often it is called. */
        void free();
    }
}
