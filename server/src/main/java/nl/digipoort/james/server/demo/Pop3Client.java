// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.demo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A small POP3 client over a real socket, for the demonstration and the tests. It shows every line unchanged and does not interpret
 * replies. Not thread-safe.
 */
public final class Pop3Client implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 60_000;

    private final Transcript transcript;
    private final Socket connection;
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    private Pop3Client(Socket socket, Transcript transcript) throws IOException {
        this.transcript = transcript;
        this.connection = socket;
        use(socket);
    }

    /** Connects without reading anything. */
    public static Pop3Client connect(InetSocketAddress address, Transcript transcript) throws IOException {
        return connect(new Socket(), address, transcript);
    }

    /** The same with the caller's socket, which may be bound to an address. */
    public static Pop3Client connect(Socket socket, InetSocketAddress address, Transcript transcript)
            throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(address, TIMEOUT_MILLIS);
        return new Pop3Client(socket, transcript);
    }

    /** Sets how long each later read waits for an octet. */
    public void patience(Duration time) throws IOException {
        connection.setSoTimeout((int) time.toMillis());
    }

    /** Performs the TLS handshake and verifies the server's certificate for the host name. */
    public void startTls(SSLContext context, String host) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, host, socket.getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        use(secured);
    }

    /** The certificate that the server showed in the TLS handshake. */
    public X509Certificate certificate() throws IOException {
        return (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
    }

    /** Sends a command and returns the first line of the reply. */
    public String command(String line) throws IOException {
        send(line);
        return readLine();
    }

    /** Sends a line and adds CRLF. */
    public void send(String line) throws IOException {
        transcript.client(line);
        sendOctets((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Sends octets as they are. */
    public void sendOctets(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    /**
     * Reads a line, without its CRLF.
     *
     * @throws EOFException if the server has closed the connection
     */
    public String readLine() throws IOException {
        String line = new String(readOctets(), StandardCharsets.UTF_8);
        transcript.server(line);
        return line;
    }

    /** Reads the lines of a multi-line reply up to the closing ".", unstuffed. */
    public List<String> readLines() throws IOException {
        List<String> lines =
                new String(readBody(), StandardCharsets.UTF_8).lines().toList();
        lines.forEach(line -> transcript.server("     " + line));
        return lines;
    }

    /** Reads the octets of a multi-line reply up to the closing ".", unstuffed, with their line ends. */
    public byte[] readBody() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        readBody(body);
        return body.toByteArray();
    }

    /** The same for a body that is too large to be kept. */
    public void readBody(OutputStream body) throws IOException {
        for (byte[] line = readOctets(); !isEnd(line); line = readOctets()) {
            int stuffing = line.length > 0 && line[0] == '.' ? 1 : 0;
            body.write(line, stuffing, line.length - stuffing);
            body.write('\r');
            body.write('\n');
        }
    }

    /** The next octet, or -1 when the server has closed the connection. */
    public int read() throws IOException {
        return in.read();
    }

    /** Breaks the connection with a reset, like a client that crashes: no end of TLS or POP3 is sent. */
    public void reset() throws IOException {
        connection.setSoLinger(true, 0);
        connection.close();
    }

    /** Ends the output, with close_notify under TLS and with FIN; the server's output can still be read. */
    public void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes the socket without an end of TLS or POP3. */
    public void hangUp() throws IOException {
        connection.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void use(Socket connected) throws IOException {
        socket = connected;
        in = new BufferedInputStream(connected.getInputStream(), 64 * 1024);
        out = connected.getOutputStream();
    }

    private byte[] readOctets() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(100);
        int last = -1;
        for (int octet = in.read(); ; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (octet == '\n' && last == '\r') {
                byte[] octets = line.toByteArray();
                return Arrays.copyOf(octets, octets.length - 1);
            }
            line.write(octet);
            last = octet;
        }
    }

    private static boolean isEnd(byte[] line) {
        return line.length == 1 && line[0] == '.';
    }
}
