// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The connections that can make room for a newcomer, in the order in which they do: first those of the network that has most. An IPv4
 * address is one network. An IPv6 address belongs to a /64, a /56 and a /48, which may have one, two and four times as many connections.
 * Within a network, connections at rest come before those at work, and then those that have been so for longest. Not thread-safe.
 */
final class ConnectionsByNetwork {
    private final Keys keys = new Keys(new SecureRandom());
    private final Map<Channel, Member> members = new HashMap<>();
    private final Map<Long, Network> networks = new HashMap<>();
    private final NavigableSet<Network> turns = new TreeSet<>(Network.TURN);
    private long changes;

    /** One connection. */
    private static final class Member {
        /** Order of the connections of one network: the next one to make room comes first. */
        private static final Comparator<Member> TURN =
                comparing((Member member) -> member.atWork).thenComparingLong(member -> member.lastChange);

        private final Channel channel;
        /** Keys of its networks, the smallest network first. */
        private final List<Long> networks;

        private boolean atWork;
        private long lastChange;

        private Member(Channel channel, List<Long> networks) {
            this.channel = channel;
            this.networks = networks;
        }
    }

    /** All connections of one network. */
    private static final class Network {
        private static final int LARGEST = 2;
        /** Two networks of one IPv6 address may have the same first connection; then the smaller network comes first. */
        private static final Comparator<Network> TURN = comparingLong(Network::load)
                .reversed()
                .thenComparing(network -> network.members.first(), Member.TURN)
                .thenComparingInt(network -> network.size);

        private final int size;
        private final NavigableSet<Member> members = new TreeSet<>(Member.TURN);

        /** @param size 0 for the smallest network of an address */
        private Network(int size) {
            this.size = size;
        }

        /** Its number of connections in relation to its share. */
        private long load() {
            return (long) members.size() << (LARGEST - size);
        }
    }

    /** Adds a connection, at rest. */
    void add(Channel channel) {
        InetAddress client = ClientAddress.of(channel).getAddress();
        Member member = new Member(channel, keys.ofNetworks(client));
        members.put(channel, member);
        enterNetworks(member);
    }

    /** Removes a connection; does nothing if it is not there. */
    void remove(Channel channel) {
        Member member = members.remove(channel);
        if (member != null) {
            leaveNetworks(member);
        }
    }

    /** Marks a connection as busy; does nothing if it is not there. */
    void atWork(Channel channel) {
        change(channel, true);
    }

    /** Marks a connection as idle again; does nothing if it is not there. */
    void atRest(Channel channel) {
        change(channel, false);
    }

    private void change(Channel channel, boolean atWork) {
        Member member = members.get(channel);
        if (member != null) {
            leaveNetworks(member);
            member.atWork = atWork;
            enterNetworks(member);
        }
    }

    private void enterNetworks(Member member) {
        member.lastChange = changes++;
        for (int i = 0; i < member.networks.size(); i++) {
            int size = i;
            Network network = networks.computeIfAbsent(member.networks.get(i), key -> new Network(size));
            if (!network.members.isEmpty()) {
                turns.remove(network);
            }
            network.members.add(member);
            turns.add(network);
        }
    }

    private void leaveNetworks(Member member) {
        for (Long key : member.networks) {
            Network network = networks.get(key);
            turns.remove(network);
            network.members.remove(member);
            if (network.members.isEmpty()) {
                networks.remove(key);
            } else {
                turns.add(network);
            }
        }
    }

    /**
     * The next connection to make room; empty if there is none. Of a larger IPv6 network it is one of the smaller network that has most.
     */
    Optional<Channel> next() {
        return turns.isEmpty()
                ? Optional.empty()
                : turns.first().members.stream()
                        .min(comparingLong((Member member) -> -load(member, Network.LARGEST - 1))
                                .thenComparingLong(member -> -load(member, 0))
                                .thenComparing(Member.TURN))
                        .map(member -> member.channel);
    }

    private long load(Member member, int size) {
        return size < member.networks.size()
                ? networks.get(member.networks.get(size)).load()
                : 0;
    }

    /** How many connections there are. */
    int size() {
        return members.size();
    }

    /** How many networks they belong to; an IPv6 address counts as three. */
    int networks() {
        return networks.size();
    }
}
