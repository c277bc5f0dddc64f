// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of the listener, as a client meets them that verifies what it should. */
class TlsFaultsTest {
    @ParameterizedTest
    @CsvSource({
        "EXPIRED_CERTIFICATE, NotAfter",
        "SELF_SIGNED_CERTIFICATE, unable to find valid certification path",
        "WRONG_NAME_CERTIFICATE, No subject alternative DNS name matching localhost found"
    })
    void hasACertificateThatAClientMustRefuse(Fault fault, String reason) throws Exception {
        try (TestServer server = TestServer.start(TestServerSettings.usual().with(fault));
                TestClient client = TestClient.of(server)) {
            assertThat(client.says("STLS")).startsWith("+OK");

            assertThatThrownBy(client::secure)
                    .isInstanceOf(SSLHandshakeException.class)
                    .rootCause()
                    .hasMessageContaining(reason);
        }
    }

    @Test
    void hasNoTlsAboveOneTwo() throws Exception {
        try (TestServer server = TestServer.start(TestServerSettings.usual().with(Fault.TLS_1_2));
                TestClient client = TestClient.of(server)) {
            client.says("STLS");

            assertThat(client.secure()).isEqualTo("TLSv1.2");
        }
    }

    @Test
    void knowsNoStls() throws Exception {
        try (TestServer server = TestServer.start(TestServerSettings.usual().with(Fault.NO_STLS));
                TestClient client = TestClient.of(server);
                TestClient atOnce = TestClient.atOnce(server)) {
            assertThat(client.says("CAPA")).startsWith("+OK");
            assertThat(client.lines()).containsExactly("SASL DIGEST-MD5", "TOP", "PIPELINING");
            assertThat(client.says("STLS")).isEqualTo("-ERR Unknown command");
            assertThat(atOnce.login("anna")).startsWith("-ERR [AUTH]");
        }
    }
}
