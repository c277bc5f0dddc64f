// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.129", "2001:db8:ffff:1:8000::1", "fe80::1", "::"})
    void trustWhoDiffersBehindThePrefixOnly(String network) throws Exception {
        InetAddress address = InetAddresses.forString(network);
        int bits = address.getAddress().length * Byte.SIZE;

        for (int prefix = 0; prefix <= bits; prefix++) {
            TrustedProxies proxies = proxies(network + "/" + prefix);

            assertThat(trust(proxies, address)).isTrue();
            for (int bit = 0; bit < bits; bit++) {
                assertThat(trust(proxies, withBitFlipped(address, bit)))
                        .as("prefix %d, bit %d", prefix, bit)
                        .isEqualTo(bit >= prefix);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "192.0.2.1"})
    void trustNobodyOfTheOtherFamily(String ipv4) throws Exception {
        assertThat(trust(proxies(ipv4), InetAddresses.forString("2001:db8::1"))).isFalse();
        assertThat(trust(proxies("::/0"), InetAddresses.forString("192.0.2.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"192.0.2.0/33", "192.0.2.0/-1", "2001:db8::/129", "192.0.2.0/", "host.example", "192.0.2/24"})
    void refuseWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> proxies(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("trustedProxies.proxy")
                .hasMessageContaining("'" + text + "'");
    }

    private static TrustedProxies proxies(String network) throws ConfigurationException {
        BaseHierarchicalConfiguration file = new BaseHierarchicalConfiguration();
        file.addProperty("digipoort.trustedProxies.proxy", network);
        return TrustedProxies.from(Section.only("pop3server.xml", file, "digipoort"));
    }

    private static boolean trust(TrustedProxies proxies, InetAddress peer) {
        return proxies.trust(new InetSocketAddress(peer, 1));
    }

    private static InetAddress withBitFlipped(InetAddress address, int bit) throws UnknownHostException {
        byte[] octets = address.getAddress();
        octets[bit / Byte.SIZE] ^= (byte) (0x80 >> bit % Byte.SIZE);
        return InetAddress.getByAddress(octets);
    }
}
