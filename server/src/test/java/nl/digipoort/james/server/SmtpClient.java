package nl.digipoort.james.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** As much SMTP as a test needs: one command, one reply. */
public final class SmtpClient implements AutoCloseable {
    private static final int PATIENCE_MS = 60_000;

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    public SmtpClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        out = socket.getOutputStream();
        reply();
        send("EHLO client.example.org");
    }

    /** Sends one line and answers the reply's last line. */
    public String send(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return reply();
    }

    private String reply() throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        return line;
    }

    /** Delivers a short message; answers the reply to its end, which is the server's promise. */
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
