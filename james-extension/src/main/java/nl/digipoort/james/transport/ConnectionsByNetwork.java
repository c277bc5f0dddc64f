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
 * The connections that can make room for a newcomer, and which of them is next: one of the network that has most. An IPv4 address is a
 * network by itself; an IPv6 address is in a /64, a /56 and a /48, which may have one, two and four times as many. In a network a
 * connection at rest goes before one at work, and among those the one that has been so for longest. Not thread-safe.
 */
final class ConnectionsByNetwork {
    private final Keys keys = new Keys(new SecureRandom());
    private final Map<Channel, Member> members = new HashMap<>();
    private final Map<Long, Network> networks = new HashMap<>();
    private final NavigableSet<Network> turns = new TreeSet<>(Network.TURN);
    private long changes;

    /** One connection. */
    private static final class Member {
        /** Of one network: whose turn it is. */
        private static final Comparator<Member> TURN =
                comparing((Member member) -> member.atWork).thenComparingLong(member -> member.lastChange);

        private final Channel channel;
        /** The smallest first. */
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
        /** The first connection of two networks may be the same, of an IPv6 address; then the smaller is first. */
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

        /** How much it has of what it may have. */
        private long load() {
            return (long) members.size() << (LARGEST - size);
        }
    }

    /** Takes a connection in, at rest. */
    void add(Channel channel) {
        InetAddress client = ClientAddress.of(channel).getAddress();
        Member member = new Member(channel, keys.ofNetworks(client));
        members.put(channel, member);
        enterNetworks(member);
    }

    /** Takes it out; nothing if it is out already. */
    void remove(Channel channel) {
        Member member = members.remove(channel);
        if (member != null) {
            leaveNetworks(member);
        }
    }

    /** It has become busy with what should not be cut; nothing if it is out. */
    void atWork(Channel channel) {
        change(channel, true);
    }

    /** It is done with that. */
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

    /** Whose turn it is to make room; empty if there is none. In a larger IPv6 network it is one of the smaller network that has most. */
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

    /** How many networks they are of; an IPv6 address has three. */
    int networks() {
        return networks.size();
    }
}
