// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.transport.TrustedProxies;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerSettingsTest {
    private static final String PEM = "<privateKey>k</privateKey><certificates>c</certificates>";
    private static final String TLS = "<tls startTLS='true'>" + PEM + "</tls>";

    @Test
    void keepsTheCertificatesFromJamesAndAddsWhatItNeeds() throws ConfigurationException {
        ListenerSettings settings = read("<bind>0.0.0.0:110</bind>" + TLS);

        assertThat(settings.isEnabled()).isTrue();
        assertThat(settings.configuration().containsKey("tls.privateKey")).isFalse();
        assertThat(settings.limits().idle()).hasMinutes(10);
        assertThat(settings.configuration().configurationAt("handlerchain")).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TLS|digipoort.bind is missing",
                "<bind>110</bind>TLS|digipoort.bind is '110'",
                "<bind>a:110</bind><handlerchain coreHandlersPackage='x'/>TLS|handlerchain.@coreHandlersPackage is unknown",
                "<bind>a:110</bind><trustedProxies><proxy>proxy.example</proxy></trustedProxies>TLS"
                        + "|trustedProxies.proxy is 'proxy.example'; allowed: an IP address, or a network",
                "<bind>a:110</bind><trustedProxies><proxy>192.0.2.0/33</proxy></trustedProxies>TLS|is '192.0.2.0/33'",
                "<bind>a:110</bind><trustedProxies><proxy>192.0.2.0/x</proxy></trustedProxies>TLS|is '192.0.2.0/x'",
                "<bind>a:110</bind><immediateTls><wait>1</wait></immediateTls>TLS|digipoort.immediateTls.wait is unknown; "
                        + "allowed are @enabled, grace",
                "<bind>a:110</bind><immediateTls enabled='yes'/>TLS|immediateTls.@enabled is 'yes'; allowed: true, false",
                "<bind>a:110</bind><immediateTls><grace>9</grace></immediateTls>TLS"
                        + "|immediateTls.grace is '9'; allowed: a whole number from 10 to 10000",
                "<bind>a:110</bind><immediateTls><grace>10001</grace></immediateTls>TLS"
                        + "|immediateTls.grace is '10001'; allowed: a whole number from 10 to 10000",
                "<bind>a:110</bind><immediateTls><unknownGrace>500</unknownGrace></immediateTls>TLS"
                        + "|digipoort.immediateTls.unknownGrace is not supported any more; use grace",
                "<bind>a:110</bind><immediateTls><tlsGrace>3000</tlsGrace></immediateTls>TLS"
                        + "|digipoort.immediateTls.tlsGrace is not supported any more; use grace",
                "<bind>a:110</bind><immediateTls><rememberedAddresses>1</rememberedAddresses></immediateTls>TLS"
                        + "|digipoort.immediateTls.rememberedAddresses is not supported any more; use grace",
                "<bind>a:110</bind><immediateTls/><immediateTls/>TLS|digipoort.immediateTls stands there 2 times",
                "<bind>a:110</bind><connectiontimeout>60</connectiontimeout>TLS|a whole number from 600",
                "<bind>a:110</bind><limits><loginTime>9</loginTime></limits>TLS|limits.loginTime is '9'; allowed: a whole number from 10",
                "<bind>a:110</bind><limits><stalledAfter>9</stalledAfter></limits>TLS|limits.stalledAfter is '9'",
                "<bind>a:110</bind><limits><handshakeTime>0</handshakeTime></limits>TLS|limits.handshakeTime is '0'",
                "<bind>a:110</bind><limits><shutdownGrace>-1</shutdownGrace></limits>TLS|limits.shutdownGrace is '-1'",
                "<bind>a:110</bind><limits><longestSession>604801</longestSession></limits>TLS"
                        + "|limits.longestSession is '604801'; allowed: a whole number from 0 to 604800",
                "<bind>a:110</bind><limits><blocksDeliveries>86401</blocksDeliveries></limits>TLS"
                        + "|limits.blocksDeliveries is '86401'; allowed: a whole number from 0 to 86400",
                "<bind>a:110</bind><limits><notLoggedIn>x</notLoggedIn></limits>TLS|limits.notLoggedIn is 'x'",
                "<bind>a:110</bind><limits><logins>1</logins></limits>TLS|digipoort.limits.logins is unknown",
                "<bind>a:110</bind><connectionLimit>-1</connectionLimit>TLS|digipoort.connectionLimit is '-1'",
                "<bind>a:110</bind><conectionLimit>60</conectionLimit>TLS|digipoort.conectionLimit is unknown",
            })
    void refusesWhatContradictsOrIsUnknown(String xml, String complaint) {
        assertThatThrownBy(() -> read(xml.replaceAll("(?<![a-z])TLS$", TLS)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("pop3server.xml: ")
                .hasMessageContaining(complaint);
    }

    @Test
    void takesTlsAtOnceWhenNothingElseIsSaid() throws ConfigurationException {
        ImmediateTlsSettings said = read("<bind>a:110</bind>" + TLS).immediateTls();
        ImmediateTlsSettings slow = read("<bind>a:110</bind><immediateTls><grace>4000</grace></immediateTls>" + TLS)
                .immediateTls();
        ImmediateTlsSettings off =
                read("<bind>a:110</bind><immediateTls enabled='false'><grace>4000</grace></immediateTls>" + TLS)
                        .immediateTls();

        assertThat(said.grace()).contains(Duration.ofMillis(500));
        assertThat(slow.grace()).contains(Duration.ofSeconds(4));
        assertThat(off.grace()).isEmpty();
    }

    @Test
    void limitsConnectionsWhenNothingElseIsSaid() throws ConfigurationException {
        ListenerLimits limits = read("<bind>a:110</bind>" + TLS).limits();

        assertThat(limits.connections().inAll()).isEqualTo(2000);
        assertThat(limits.connections().perAddress()).isEqualTo(200);
        assertThat(limits.connections().notLoggedIn()).isEqualTo(500);
        assertThat(limits.handshakeTime()).hasSeconds(10);
        assertThat(limits.loginTime()).hasSeconds(60);
        assertThat(limits.stalledAfter()).hasSeconds(300);
        assertThat(limits.shutdownGrace()).hasSeconds(5);
        assertThat(limits.longestSession()).hasHours(12);
        assertThat(limits.blocksDeliveries()).hasSeconds(600);
    }

    @Test
    void trustsTheProxiesThatAreNamedAndNoOthers() throws ConfigurationException {
        TrustedProxies proxies = read("<bind>a:110</bind><trustedProxies><proxy>192.0.2.10</proxy>"
                        + "<proxy>10.1.0.0/16</proxy><proxy>2001:db8::/64</proxy></trustedProxies>" + TLS)
                .proxies();

        for (String trusted : List.of("192.0.2.10", "10.1.255.1", "2001:db8::ffff")) {
            assertThat(proxies.trust(new InetSocketAddress(InetAddresses.forString(trusted), 1)))
                    .isTrue();
        }
        for (String other : List.of("192.0.2.11", "10.2.0.1", "2001:db8:0:1::1", "127.0.0.1")) {
            assertThat(proxies.trust(new InetSocketAddress(InetAddresses.forString(other), 1)))
                    .isFalse();
        }
        assertThat(read("<bind>a:110</bind>" + TLS)
                        .proxies()
                        .trust(new InetSocketAddress(InetAddresses.forString("127.0.0.1"), 1)))
                .isFalse();
    }

    private static ListenerSettings read(String xml) throws ConfigurationException {
        String document = "<pop3servers><digipoort>" + xml + "</digipoort></pop3servers>";
        return ListenerSettings.from(Section.only(
                "pop3server.xml",
                FileConfigurationProvider.getConfig(new ByteArrayInputStream(document.getBytes(UTF_8))),
                "digipoort"));
    }
}
