// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import nl.digipoort.james.testing.TestCertificate;

/** A POP3 server on a loopback address that answers as a test wants, one client after the other, and keeps the lines that it is sent. */
final class StandInPop3 implements AutoCloseable {
    /** The answer after which TLS begins. */
    static final String TLS = "+OK begin\r\n";

    /** The answer that ends the connection. */
    static final String END = "";

    private static final char[] NO_PASSWORD = {};
    private static final int MILLIS = 30_000;

    private final Map<String, String> answers = new HashMap<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private final Thread thread = new Thread(this::serve, "stand-in");
    private Predicate<String> login = message -> true;
    private TestCertificate certificate;
    private boolean tlsAtOnce;

    StandInPop3() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        answers.put("CAPA", "+OK\r\nSASL PLAIN\r\n.\r\n");
        answers.put("AUTH", "+ \r\n");
        answers.put("LIST", "+OK\r\n1 14\r\n.\r\n");
        answers.put("UIDL", "+OK\r\n1 a\r\n.\r\n");
        answers.put("RETR", "+OK\r\nSubject: a\r\n\r\n.\r\n");
        answers.put("QUIT", "+OK\r\n");
    }

    /** @param answer whole, with CRLF, and with the last line if it has many */
    StandInPop3 answer(String command, String answer) {
        answers.put(command, answer);
        return this;
    }

    /** @param allowed by the message of PLAIN: authorization identity, name and password, with NUL between them */
    StandInPop3 login(Predicate<String> allowed) {
        login = allowed;
        return this;
    }

    StandInPop3 tls(TestCertificate own) {
        certificate = own;
        return this;
    }

    StandInPop3 tlsAtOnce(TestCertificate own) {
        tlsAtOnce = true;
        return tls(own);
    }

    StandInPop3 start() {
        thread.start();
        return this;
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (true) {
            try (Socket socket = server.accept()) {
                socket.setSoTimeout(MILLIS);
                try {
                    greet(socket);
                } catch (IOException e) {
                    // the client has gone, which the test sees
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private void greet(Socket socket) throws IOException {
        Socket connection = tlsAtOnce ? secured(socket) : socket;
        say(connection, "+OK ready\r\n");
        converse(connection);
    }

    private void converse(Socket connection) throws IOException {
        for (String line = read(connection); line != null; line = read(connection)) {
            lines.add(line);
            String command = line.split(" ", 2)[0];
            String answer = answers.getOrDefault(command, "-ERR no such command\r\n");
            say(connection, answer);
            if (answer.equals(END)) {
                return;
            }
            if (answer.equals(TLS)) {
                converse(secured(connection));
                return;
            }
            if (command.equals("AUTH") && answer.startsWith("+")) {
                String message = new String(Base64.getDecoder().decode(read(connection)), UTF_8);
                lines.add(message.replace('\0', ' '));
                say(connection, login.test(message) ? "+OK\r\n" : "-ERR no\r\n");
            }
        }
    }

    private Socket secured(Socket socket) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry(
                    "own", certificate.privateKey(), NO_PASSWORD, new Certificate[] {certificate.certificate()});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true);
            secured.startHandshake();
            return secured;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void say(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(ISO_8859_1));
        connection.getOutputStream().flush();
    }

    private static String read(Socket connection) throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream in = connection.getInputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                return line.length() == 0 ? null : line.toString();
            }
            line.append((char) octet);
        }
        return line.toString().trim();
    }

    /** Ends it; then all that its clients have sent, the message of PLAIN decoded and with blanks. */
    List<String> received() {
        close();
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        try {
            server.close();
            thread.join(TimeUnit.SECONDS.toMillis(60));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
