// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** The proxies that are trusted to report a client's address: single addresses and networks. Immutable. */
public final class TrustedProxies {
    private static final String LIST = "trustedProxies";
    private static final String ITEM = "proxy";

    private final List<Network> networks;

    private TrustedProxies(List<Network> networks) {
        this.networks = networks;
    }

    /** Reads the element {@code trustedProxies}; without it no proxy is trusted. */
    public static TrustedProxies from(Section listener) throws ConfigurationException {
        List<Network> networks = new ArrayList<>();
        for (String proxy : listener.texts(LIST, ITEM)) {
            try {
                networks.add(network(proxy));
            } catch (IllegalArgumentException e) {
                throw listener.problem(
                        LIST + "." + ITEM, "is '" + proxy + "'", "an IP address, or a network as in 192.0.2.0/24");
            }
        }
        return new TrustedProxies(List.copyOf(networks));
    }

    private static Network network(String text) {
        int slash = text.indexOf('/');
        InetAddress address = InetAddresses.forString(slash < 0 ? text : text.substring(0, slash));
        int bits = address.getAddress().length * Byte.SIZE;
        int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("no length of a prefix of " + bits + " bits: " + prefix);
        }
        return new Network(address.getAddress(), prefix);
    }

    public boolean trust(InetSocketAddress peer) {
        return networks.stream().anyMatch(network -> network.contains(peer.getAddress()));
    }

    /** Not Netty's IpSubnetFilterRule, which matches foreign addresses to an IPv6 network (CVE-2026-44249). */
    private static final class Network {
        private final byte[] address;
        private final int prefix;

        private Network(byte[] address, int prefix) {
            this.address = address;
            this.prefix = prefix;
        }

        private boolean contains(InetAddress peer) {
            byte[] octets = peer.getAddress();
            int common = octets.length == address.length ? commonBits(octets) : -1;
            return common >= prefix;
        }

        /** How many leading bits are the same. */
        private int commonBits(byte[] octets) {
            int octet = Arrays.mismatch(address, octets);
            if (octet < 0) {
                return address.length * Byte.SIZE;
            }
            int difference = (address[octet] ^ octets[octet]) & 0xff;
            return octet * Byte.SIZE + Integer.numberOfLeadingZeros(difference) - (Integer.SIZE - Byte.SIZE);
        }
    }
}
