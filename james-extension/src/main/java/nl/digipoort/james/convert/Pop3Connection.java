// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** The lines of one connection to a POP3 server (RFC 1939 section 3). Not thread-safe. */
final class Pop3Connection implements Closeable {
    private static final int CONNECT_MILLIS = 30_000;
    /** A large maildrop takes a server a while to open. */
    private static final int READ_MILLIS = 300_000;

    private static final int LAST_READ_MILLIS = 10_000;

    private static final int LONGEST_LINE = 8192;
    private static final int MOST_LINES = 10_000_000;

    private final Pop3Address address;
    private final SSLSocketFactory tls;
    private Socket socket;
    private BufferedInputStream in;

    private Pop3Connection(Pop3Address address, SSLSocketFactory tls) {
        this.address = address;
        this.tls = tls;
    }

    /** Connects, with TLS if it is to begin at once, and reads the greeting. */
    static Pop3Connection open(Pop3Address address, SSLSocketFactory tls) throws IOException, ConvertException {
        Pop3Connection connection = new Pop3Connection(address, tls);
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS);
            socket.setSoTimeout(READ_MILLIS);
            connection.use(socket);
            if (address.isTlsAtOnce()) {
                connection.secure();
            }
            connection.positive();
            return connection;
        } catch (IOException | ConvertException e) {
            connection.socket = socket;
            connection.close();
            throw e;
        }
    }

    private void use(Socket next) throws IOException {
        socket = next;
        in = new BufferedInputStream(next.getInputStream(), 64 * 1024);
    }

    /** Begins TLS with a server whose certificate is for its name. */
    void secure() throws IOException, ConvertException {
        if (in.available() > 0) {
            throw new ConvertException(address + " has sent something before TLS that belongs behind it");
        }
        SSLSocket secured = (SSLSocket) tls.createSocket(socket, address.host(), address.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        use(secured);
    }

    boolean isSecured() {
        return socket instanceof SSLSocket;
    }

    InetAddress server() {
        return socket.getInetAddress();
    }

    /**
     * Sends a command and reads the first line of the answer.
     *
     * @return what stands behind {@code +OK}
     * @throws ConvertException if the server refuses
     */
    String command(String command) throws IOException, ConvertException {
        send(command.getBytes(StandardCharsets.US_ASCII));
        return positive();
    }

    /** @param line without CRLF; it belongs to the caller */
    void send(byte[] line) throws IOException {
        byte[] whole = new byte[line.length + 2];
        System.arraycopy(line, 0, whole, 0, line.length);
        whole[line.length] = '\r';
        whole[line.length + 1] = '\n';
        socket.getOutputStream().write(whole);
        socket.getOutputStream().flush();
        Arrays.fill(whole, (byte) 0);
    }

    String positive() throws IOException, ConvertException {
        String line = line();
        if (line.equals("+OK") || line.startsWith("+OK ")) {
            return line.substring(3).trim();
        }
        throw new ConvertException("the server says: " + Printable.of(line));
    }

    /** One line without its end. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException(address + " has closed the connection");
            }
            if (line.size() == LONGEST_LINE) {
                throw new IOException(address + " sends a line that is too long");
            }
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** The lines of a multi-line answer, without the last. */
    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.equals("."); line = line()) {
            if (lines.size() == MOST_LINES) {
                throw new IOException(address + " sends too many lines");
            }
            lines.add(line.startsWith(".") ? line.substring(1) : line);
        }
        return lines;
    }

    /** The octets of a multi-line answer; it ends before the line with a dot, which must be read before the next command. */
    InputStream content() {
        return new DotInputStream(in);
    }

    /** From here on an answer is not worth a long wait. */
    void hurry() throws IOException {
        socket.setSoTimeout(LAST_READ_MILLIS);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
