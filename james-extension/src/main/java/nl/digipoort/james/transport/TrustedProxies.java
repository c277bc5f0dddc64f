package nl.digipoort.james.transport;

import com.google.common.net.InetAddresses;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** The proxies whose word on a client's address counts: single addresses and networks. Immutable. */
public final class TrustedProxies {
    private static final String LIST = "trustedProxies";
    private static final String ITEM = "proxy";

    private final List<IpSubnetFilterRule> networks;

    private TrustedProxies(List<IpSubnetFilterRule> networks) {
        this.networks = networks;
    }

    /** Reads the element {@code trustedProxies}; without it none is trusted. */
    public static TrustedProxies from(Section listener) throws ConfigurationException {
        List<IpSubnetFilterRule> networks = new ArrayList<>();
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

    private static IpSubnetFilterRule network(String text) {
        int slash = text.indexOf('/');
        InetAddress address = InetAddresses.forString(slash < 0 ? text : text.substring(0, slash));
        int bits = address.getAddress().length * Byte.SIZE;
        int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
    }

    public boolean trust(InetSocketAddress peer) {
        return networks.stream().anyMatch(network -> network.matches(peer));
    }
}
