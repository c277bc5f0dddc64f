// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Turns account names and addresses into keys of one size, with a secret that is new at every start. Nobody outside can find two names with
 * the same key, and no name stays in memory.
 */
public final class Keys {
    /**
     * Octets of the networks that a provider gives to one customer, from the smallest (/64) to the largest (/48). A customer controls all
     * addresses of its network.
     */
    private static final List<Integer> IPV6_NETWORK_OCTETS = List.of(8, 7, 6);

    /** Most networks that one address belongs to. */
    public static final int MOST_NETWORKS = IPV6_NETWORK_OCTETS.size();

    private final HashFunction hash;

    public Keys(SecureRandom random) {
        this.hash = Hashing.sipHash24(random.nextLong(), random.nextLong());
    }

    public long ofAccount(String account) {
        return hash.hashString(account, StandardCharsets.UTF_8).asLong();
    }

    /** The key of an address; the same for all addresses of one IPv6 /64. */
    public long ofNetwork(InetAddress address) {
        return ofNetworks(address).get(0);
    }

    /** The key of the largest network; the same for all addresses of one IPv6 /48. */
    long ofLargestNetwork(InetAddress address) {
        List<Long> networks = ofNetworks(address);
        return networks.get(networks.size() - 1);
    }

    /** The keys of all networks of the address, the smallest first: the address itself, or IPv6's /64, /56 and /48. */
    public List<Long> ofNetworks(InetAddress address) {
        byte[] octets = address.getAddress();
        if (!(address instanceof Inet6Address)) {
            return List.of(hash.hashBytes(octets).asLong());
        }
        return IPV6_NETWORK_OCTETS.stream()
                .map(length -> hash.hashBytes(octets, 0, length).asLong())
                .collect(Collectors.toUnmodifiableList());
    }
}
