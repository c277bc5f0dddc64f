// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A small SMTP and LMTP client for tests: one command, one reply. */
public final class SmtpClient implements AutoCloseable {
    /** A sender waits so long for the answer to a line (RFC 5321 section 4.5.3.2), and twice as long for that to a message. */
    private static final int PATIENCE_MS = 420_000;

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    /** Connects by SMTP and exchanges the greetings. */
    public SmtpClient(int port) throws IOException {
        this(new Socket(), port);
        reply();
        send("EHLO client.example.org");
    }

    private SmtpClient(Socket socket, int port) throws IOException {
        this.socket = socket;
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
        socket.setSoTimeout(PATIENCE_MS);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        out = socket.getOutputStream();
    }

    /** Connects by LMTP and exchanges the greetings. */
    public static SmtpClient lmtp(int port) throws IOException {
        SmtpClient client = new SmtpClient(new Socket(), port);
        client.reply();
        client.send("LHLO client.example.org");
        return client;
    }

    /** Connects with the caller's socket, which may be bound to an address, and reads nothing yet. */
    public static SmtpClient connect(Socket socket, int port) throws IOException {
        return new SmtpClient(socket, port);
    }

    /** Sends one line and returns the reply's last line. */
    public String send(String line) throws IOException {
        sendOctets((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return reply();
    }

    /** Sends octets unchanged. */
    public void sendOctets(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    /** Sends MAIL, RCPT and DATA, each of which must be accepted. */
    public void begin(String... recipients) throws IOException {
        require("250 ", send("MAIL FROM:<agency@example.com>"));
        for (String recipient : recipients) {
            require("250 ", send("RCPT TO:<" + recipient + ">"));
        }
        require("354 ", send("DATA"));
    }

    /** Delivers a message, octet for octet; returns the reply to its end, in LMTP the one for the first recipient. */
    public String deliver(byte[] message, String... recipients) throws IOException {
        begin(recipients);
        return end(message);
    }

    /** Sends the octets after DATA and their end; returns the same as {@link #deliver}. */
    public String end(byte[] message) throws IOException {
        out.write(stuffed(message));
        return send(".");
    }

    private static void require(String code, String reply) throws IOException {
        if (reply == null || !reply.startsWith(code)) {
            throw new IOException("not " + code + "but " + reply);
        }
    }

    private static byte[] stuffed(byte[] message) {
        ByteArrayOutputStream stuffed = new ByteArrayOutputStream();
        int last = '\n';
        int beforeLast = '\r';
        for (byte octet : message) {
            if (octet == '.' && last == '\n' && beforeLast == '\r') {
                stuffed.write('.');
            }
            stuffed.write(octet);
            beforeLast = last;
            last = octet;
        }
        if (message.length > 0 && last != '\n') {
            stuffed.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        return stuffed.toByteArray();
    }

    /** The last line of the next reply; null when the server has closed the connection. */
    public String reply() throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        return line;
    }

    /** Delivers a short message; returns the reply to its end, which is the server's promise. */
    public static String deliver(int port, String recipient, String subject) throws IOException {
        try (SmtpClient client = new SmtpClient(port)) {
            client.send("MAIL FROM:<agency@example.com>");
            client.send("RCPT TO:<" + recipient + ">");
            client.send("DATA");
            return client.send("Subject: " + subject + "\r\n\r\nHello.\r\n.");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
