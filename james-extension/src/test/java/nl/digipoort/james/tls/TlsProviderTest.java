// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import nl.digipoort.james.tls.TlsSettings.ProviderChoice;
import org.junit.jupiter.api.Test;

class TlsProviderTest {
    private static final Optional<String> NOTHING = Optional.empty();
    private static final Optional<String> MISSING = Optional.of("it is missing");
    private static final Optional<String> FORBIDDEN = Optional.of("this JVM forbids TLSv1.1");

    @Test
    void takesTheNativeOneWhereItCan() {
        assertThat(TlsProvider.choose(ProviderChoice.AUTO, NOTHING, NOTHING).name())
                .isEqualTo("native");
        assertThat(TlsProvider.choose(ProviderChoice.AUTO, NOTHING, FORBIDDEN).name())
                .isEqualTo("native");
    }

    @Test
    void takesTheJdkAndTellsWhyWhereTheNativeOneCannot() {
        TlsProvider provider = TlsProvider.choose(ProviderChoice.AUTO, MISSING, NOTHING);

        assertThat(provider.isNative()).isFalse();
        assertThat(provider).hasToString("the TLS of the JDK: it is missing");
    }

    @Test
    void refusesTheOneThatIsNamedWhenItCannot() {
        assertThatThrownBy(() -> TlsProvider.choose(ProviderChoice.NATIVE, MISSING, NOTHING))
                .hasMessage(
                        "pop3server.xml: digipoort.tls.provider: is 'native': it is missing; allowed here: auto, jdk");
        assertThatThrownBy(() -> TlsProvider.choose(ProviderChoice.JDK, NOTHING, FORBIDDEN))
                .hasMessageContaining("is 'jdk': this JVM forbids TLSv1.1");
        assertThatThrownBy(() -> TlsProvider.choose(ProviderChoice.AUTO, MISSING, FORBIDDEN))
                .hasMessageContaining("is 'auto': it is missing, and this JVM forbids TLSv1.1");
    }

    @Test
    void leavesAPartOfTheSuitesOfTls13ToTheJdk() throws Exception {
        TlsSettings settings = TestSettings.of(TestSettings.RSA
                + "<supportedCipherSuites><cipherSuite>TLS_AES_256_GCM_SHA384</cipherSuite></supportedCipherSuites>");

        assertThat(NativeTls.obstacle(settings))
                .hasValueSatisfying(why -> assertThat(why).contains("always has all of TLS_AES_128_GCM_SHA256"));
        assertThat(TlsProvider.choose(settings).name()).isEqualTo("jdk");
    }

    @Test
    void leavesWhatTheJvmForbidsToTheNativeOne() throws Exception {
        TlsSettings settings = TestSettings.of(TestSettings.RSA + "<allowOldProtocols>true</allowOldProtocols>"
                + "<supportedProtocols><protocol>TLSv1.1</protocol><protocol>TLSv1.2</protocol></supportedProtocols>");

        assertThat(JdkTls.obstacle(settings, "SSLv3, TLSv1, TLSv1.1, RC4"))
                .contains("this JVM forbids TLSv1.1 by the security property jdk.tls.disabledAlgorithms");
        assertThat(JdkTls.obstacle(settings, "SSLv3, RC4")).isEmpty();
    }
}
