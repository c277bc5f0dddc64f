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
 * Turns account names and addresses into keys of one size, under a secret that changes with every start: nobody outside can
 * find two with the same key, and no name stays in memory.
 */
public final class Keys {
    /** What a provider gives to one customer, from the least (/64) to the most (/48): whoever has one address of it has all. */
    private static final List<Integer> IPV6_NETWORK_OCTETS = List.of(8, 7, 6);

    /** How many networks an address is in at the most. */
    public static final int MOST_NETWORKS = IPV6_NETWORK_OCTETS.size();

    private final HashFunction hash;

    public Keys(SecureRandom random) {
        this.hash = Hashing.sipHash24(random.nextLong(), random.nextLong());
    }

    public long ofAccount(String account) {
        return hash.hashString(account, StandardCharsets.UTF_8).asLong();
    }

    /** The same for all addresses of one IPv6 /64. */
    public long ofNetwork(InetAddress address) {
        return ofNetworks(address).get(0);
    }

    /** The same for all addresses of one IPv6 /48. */
    long ofLargestNetwork(InetAddress address) {
        List<Long> networks = ofNetworks(address);
        return networks.get(networks.size() - 1);
    }

    /** Of all networks that the address is in, the smallest first: the address itself, or IPv6's /64, /56 and /48. */
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
