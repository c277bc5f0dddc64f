package nl.digipoort.james.transport;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Turns account names and addresses into keys of one size, under a secret that changes with every start: nobody outside can
 * find two with the same key, and no name stays in memory.
 */
public final class Keys {
    /** What a provider gives to one customer at least: whoever has one address of it has all. */
    private static final int IPV6_NETWORK_OCTETS = 8;

    private final HashFunction hash;

    public Keys(SecureRandom random) {
        this.hash = Hashing.sipHash24(random.nextLong(), random.nextLong());
    }

    public long ofAccount(String account) {
        return hash.hashString(account, StandardCharsets.UTF_8).asLong();
    }

    /** The same for all addresses of one IPv6 /64. */
    public long ofNetwork(InetAddress address) {
        byte[] octets = address.getAddress();
        return hash.hashBytes(address instanceof Inet6Address ? Arrays.copyOf(octets, IPV6_NETWORK_OCTETS) : octets)
                .asLong();
    }
}
