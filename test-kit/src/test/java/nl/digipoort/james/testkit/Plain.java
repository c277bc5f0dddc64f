// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A session without TLS. */
final class Plain {
    private Plain() {}

    /** Sends the lines at once, the last one QUIT, and waits for the end. */
    static void talk(int port, String... lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            // A server that takes TLS at once waits for a moment before it greets.
            socket.getInputStream().read();
            socket.getOutputStream().write((String.join("\r\n", lines) + "\r\n").getBytes(ISO_8859_1));
            socket.getInputStream().readAllBytes();
        }
    }
}
