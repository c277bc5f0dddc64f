// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** One connection to a POP3 server (RFC 1939), under TLS before anything secret is sent. */
final class Pop3Dialogue implements Closeable {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int ANSWER_MILLIS = 60_000;
    private static final int LONGEST_LINE = 16_384;
    private static final int MOST_CAPABILITIES = 100;

    private final Pop3Server server;
    private Socket socket = new Socket();
    private SSLSession tls;
    private List<String> capabilities = List.of();
    private InputStream in;
    private OutputStream out;

    private Pop3Dialogue(Pop3Server server) {
        this.server = server;
    }

    /** Connects, and begins TLS. */
    static Pop3Dialogue with(Pop3Server server) throws IOException {
        Pop3Dialogue dialogue = new Pop3Dialogue(server);
        try {
            dialogue.begin();
            return dialogue;
        } catch (IOException e) {
            dialogue.close();
            throw e;
        }
    }

    private void begin() throws IOException {
        if (server.tlsAtOnce()) {
            server.loadTls();
        }
        socket.connect(new InetSocketAddress(server.host(), server.port()), CONNECT_MILLIS);
        socket.setSoTimeout(ANSWER_MILLIS);
        if (server.tlsAtOnce()) {
            secure();
            requireOk(read());
        } else {
            use(socket);
            requireOk(read());
            if (!capa().contains("STLS")) {
                throw new IOException("the server offers no STLS, so no password is sent");
            }
            requireOk(ask("STLS"));
            secure();
        }
        capabilities = capa();
    }

    private void secure() throws IOException {
        SSLSocketFactory factory = server.tls().getSocketFactory();
        SSLSocket secured = (SSLSocket) factory.createSocket(socket, server.host(), server.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        use(secured);
        tls = secured.getSession();
    }

    private void use(Socket next) throws IOException {
        socket = next;
        in = next.getInputStream();
        out = next.getOutputStream();
    }

    /** What CAPA has said under TLS (RFC 2449). */
    List<String> capabilities() {
        return capabilities;
    }

    SSLSession tls() {
        return tls;
    }

    private List<String> capa() throws IOException {
        List<String> lines = new ArrayList<>();
        if (ask("CAPA").startsWith("+OK")) {
            for (String line = read(); !line.equals("."); line = read()) {
                if (lines.size() == MOST_CAPABILITIES) {
                    throw new IOException("the server lists capabilities without an end");
                }
                lines.add(line);
            }
        }
        return lines;
    }

    /** Sends a line and reads the first line of the answer. */
    String ask(String line) throws IOException {
        out.write((line + "\r\n").getBytes(UTF_8));
        out.flush();
        return read();
    }

    private String read() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the server has closed the connection");
            }
            if (line.size() == LONGEST_LINE) {
                throw new IOException("the server sends a line without an end");
            }
            line.write(octet);
        }
        return line.toString(UTF_8).stripTrailing();
    }

    private static void requireOk(String answer) throws IOException {
        if (!answer.startsWith("+OK")) {
            throw new IOException("the server answers " + answer);
        }
    }

    /** Ends the session as RFC 1939 asks for. Nothing was marked, so nothing is deleted. */
    void quit() {
        try {
            ask("QUIT");
        } catch (IOException e) {
            // the answers that count came before
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
