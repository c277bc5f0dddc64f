// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsSettingsTest {
    @Test
    void hasTls12And13WithForwardSecrecyAndAeadOnlyWhenNothingElseIsSaid() throws ConfigurationException {
        TlsSettings settings = TestSettings.of(TestSettings.RSA);

        assertThat(settings.protocols()).containsExactly("TLSv1.3", "TLSv1.2");
        assertThat(settings.suites())
                .startsWith("TLS_AES_128_GCM_SHA256")
                .allMatch(
                        suite -> suite.matches("TLS_(ECDHE_(ECDSA|RSA)_WITH_)?(AES_..._GCM|CHACHA20_POLY1305)_SHA..."));
        assertThat(settings.provider()).isEqualTo(TlsSettings.ProviderChoice.AUTO);
        assertThat(settings.reloadInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.sessionTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.expiryAlarmDays()).isEqualTo(14);
    }

    @Test
    void takesWhatTheOperatorSays() throws ConfigurationException {
        TlsSettings settings = TestSettings.of(TestSettings.BOTH
                + "<allowOldProtocols>true</allowOldProtocols><provider>native</provider>"
                + "<supportedProtocols><protocol>TLSv1.2</protocol><protocol>TLSv1.1</protocol></supportedProtocols>"
                + "<sessionTimeout>60</sessionTimeout><reloadInterval>0</reloadInterval><expiryAlarm>30</expiryAlarm>");

        assertThat(settings.sources()).hasSize(2);
        assertThat(settings.protocols()).containsExactly("TLSv1.2", "TLSv1.1");
        assertThat(settings.suites()).endsWith("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");
        assertThat(settings.provider()).isEqualTo(TlsSettings.ProviderChoice.NATIVE);
        assertThat(settings.reloadInterval()).isZero();
        assertThat(settings.sessionTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.expiryAlarmDays()).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<tls startTLS='false'>PEM</tls>|digipoort.tls.@startTLS is not true",
                "<tls startTLS='true' socketTLS='true'>PEM</tls>|digipoort.tls.@socketTLS is 'true'",
                "<tls startTLS='true'/>|digipoort.tls.keystore is missing",
                "<tls startTLS='true'><keystore>x</keystore>PEM</tls>|contradicts privateKey",
                "<tls startTLS='true'><privateKey>k</privateKey></tls>|certificates is missing",
                "<tls startTLS='true'><keystore>x</keystore><keystoreType>X</keystoreType></tls>|keystoreType is 'X'",
                "<tls startTLS='true'>PEM<certificate>PEM</certificate></tls>|privateKey contradicts certificate",
                "<tls startTLS='true'><certificate><privateKey>k</privateKey></certificate></tls>"
                        + "|digipoort.tls.certificate(1).certificates is missing",
                "<tls startTLS='true'><certificate>PEM</certificate><certificate><cert>x</cert></certificate></tls>"
                        + "|digipoort.tls.certificate(2).cert is unknown",
                "<tls startTLS='true'>PEM<supportedCipherSuites><cipherSuite>X</cipherSuite></supportedCipherSuites></tls>"
                        + "|supportedCipherSuites.cipherSuite is [X]",
                "<tls startTLS='true'>PEM<supportedProtocols><protocol>SSLv3</protocol></supportedProtocols></tls>"
                        + "|supportedProtocols.protocol is [SSLv3]; allowed: TLSv1.3, TLSv1.2; with allowOldProtocols also TLSv1.1, TLSv1",
                "<tls startTLS='true'>PEM<supportedProtocols><protocol>TLSv1.1</protocol></supportedProtocols></tls>"
                        + "|supportedProtocols.protocol is [TLSv1.1]",
                "<tls startTLS='true'>PEM<provider>openssl</provider></tls>|provider is 'openssl'; allowed: auto, native, jdk",
                "<tls startTLS='true'>PEM<reloadInterval>-1</reloadInterval></tls>|reloadInterval is '-1'; allowed: a whole number from 0",
                "<tls startTLS='true'>PEM<sessionTimeout>0</sessionTimeout></tls>|sessionTimeout is '0'",
                "<tls startTLS='true'>PEM<groups>x25519</groups></tls>|digipoort.tls.groups is unknown",
            })
    void refusesWhatContradictsOrIsUnknown(String xml, String complaint) {
        assertThatThrownBy(() -> TestSettings.ofElement(xml.replace("PEM<", TestSettings.RSA + "<")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("pop3server.xml: ")
                .hasMessageContaining(complaint);
    }

    @Test
    void saysNoSecret() throws ConfigurationException {
        TlsSettings settings = TestSettings.of(TestSettings.RSA + "<secret>geheim</secret>");

        assertThat(settings.sources().toString()).contains("rsa.key").doesNotContain("geheim");
    }
}
