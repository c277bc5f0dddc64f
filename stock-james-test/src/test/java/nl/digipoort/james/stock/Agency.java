// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stock;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends mail by SMTP, octet for octet. */
final class Agency implements AutoCloseable {
    private static final int PATIENCE_MS = 60_000;

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    Agency(InetSocketAddress smtp) throws IOException {
        socket = new Socket(smtp.getHostString(), smtp.getPort());
        socket.setSoTimeout(PATIENCE_MS);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        out = socket.getOutputStream();
        require("220", reply());
        require("250", command("EHLO client.example.org"));
    }

    /** Sends a message; fails if the server refuses any step. */
    void send(byte[] message, String recipient) throws IOException {
        require("250", command("MAIL FROM:<agency@example.com>"));
        require("250", command("RCPT TO:<" + recipient + ">"));
        require("354", command("DATA"));
        out.write(stuffed(message));
        require("250", command("."));
    }

    private static byte[] stuffed(byte[] message) {
        ByteArrayOutputStream stuffed = new ByteArrayOutputStream();
        int last = '\n';
        for (byte octet : message) {
            if (octet == '.' && last == '\n') {
                stuffed.write('.');
            }
            stuffed.write(octet);
            last = octet;
        }
        if (last != '\n') {
            stuffed.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        return stuffed.toByteArray();
    }

    private String command(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return reply();
    }

    private String reply() throws IOException {
        String line = in.readLine();
        while (line != null && line.startsWith("-", 3)) {
            line = in.readLine();
        }
        return line;
    }

    private static void require(String code, String reply) throws IOException {
        if (reply == null || !reply.startsWith(code)) {
            throw new IOException("not " + code + " but " + reply);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
