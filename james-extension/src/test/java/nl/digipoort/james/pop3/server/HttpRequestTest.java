// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import nl.digipoort.james.tls.TestServerTls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Browsers that were made to speak to a POP3 server. */
class HttpRequestTest {
    private static final String[] METHODS = {
        "GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "CONNECT", "TRACE", "PATCH", "PRI"
    };
    private static final int PATIENCE_MILLIS = 60_000;
    private static final String GREETING = "+OK Hello there.\r\n";

    @TempDir
    private Path directory;

    @Test
    void endsTheConnectionWithoutAWordInClearAndUnderTls() throws Exception {
        SSLContext anyone = TestServerTls.client();
        for (boolean underTls : new boolean[] {false, true}) {
            try (WireServer server =
                    underTls ? WireServer.tlsAtOnce(directory, "native") : WireServer.stls(directory, "native")) {
                for (String method : METHODS) {
                    for (String request : new String[] {
                        method + " / HTTP/1.1\r\nHost: x\r\n\r\nNOOP\r\n", method + " /" + "x".repeat(400)
                    }) {
                        try (Socket socket = new Socket(
                                        server.address().getAddress(),
                                        server.address().getPort());
                                Socket client = underTls
                                        ? anyone.getSocketFactory().createSocket(socket, "localhost", 0, true)
                                        : socket) {
                            socket.setSoTimeout(PATIENCE_MILLIS);
                            client.getOutputStream().write(request.getBytes(US_ASCII));

                            assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII))
                                    .isEqualTo(GREETING);
                        }
                    }
                }
                assertThat(server.lines).isEmpty();
            }
        }
    }

    @Test
    void takesWhatOnlyLooksLikeOneForACommand() throws Exception {
        try (WireServer server = WireServer.stls(directory, "native");
                Socket client = new Socket(
                        server.address().getAddress(), server.address().getPort())) {
            client.getOutputStream().write("GETA\r\nget /\r\nNOOP GET /\r\nQUIT\r\n".getBytes(US_ASCII));

            assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII))
                    .isEqualTo(GREETING + "+OK GETA\r\n+OK get /\r\n+OK NOOP GET /\r\n+OK QUIT\r\n");
        }
    }
}
