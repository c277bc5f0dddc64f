// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7301 and RFC 9325 section 3.7: a client that names protocols must mean ours. */
class AlpnTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"native,TLSv1.3", "native,TLSv1.2", "jdk,TLSv1.3", "jdk,TLSv1.2"})
    void goesOnOnlyWithAClientThatMeansPop3(String provider, String version) throws Exception {
        try (TlsServer server = new TlsServer(TestServerTls.started(directory, provider))) {
            assertThat(agreed(server, version, "pop3")).isEqualTo("pop3");
            assertThat(agreed(server, version, "http/1.1", "pop3")).isEqualTo("pop3");
            assertThat(agreed(server, version)).isEmpty();
            assertRefused(server, version, "h2", "http/1.1");
            assertRefused(server, version, "POP3");
            assertRefused(server, version, "imap");
        }
    }

    @ParameterizedTest
    @CsvSource({"native,TLSv1.3", "native,TLSv1.2", "jdk,TLSv1.3", "jdk,TLSv1.2"})
    void goesOnOnlyWithAServerThatMeansSmtp(String provider, String version) throws Exception {
        try (TlsServer server = TlsServer.forServers(TestServerTls.started(directory, provider))) {
            assertThat(agreed(server, version)).isEmpty();
            assertThat(agreed(server, version, "smtp")).isEmpty();
            assertRefused(server, version, "http/1.1");
            assertRefused(server, version, "pop3");
        }
    }

    private static void assertRefused(TlsServer server, String version, String... protocols) {
        assertThatThrownBy(() -> agreed(server, version, protocols))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("no_application_protocol");
    }

    private static String agreed(TlsServer server, String version, String... protocols) throws Exception {
        try (SSLSocket client = (SSLSocket) TlsClient.context()
                .getSocketFactory()
                .createSocket(server.address().getAddress(), server.address().getPort())) {
            SSLParameters parameters = client.getSSLParameters();
            parameters.setProtocols(new String[] {version});
            parameters.setApplicationProtocols(protocols);
            client.setSSLParameters(parameters);
            client.setSoTimeout(60_000);
            client.startHandshake();
            client.getOutputStream().write('x');
            if (client.getInputStream().read() != 'x') {
                throw new IOException("no echo");
            }
            return client.getApplicationProtocol();
        }
    }
}
