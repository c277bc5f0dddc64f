// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A client that says what a test wants, and verifies the server's certificate as it should. */
final class TestClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 60_000;

    private final SSLContext trust;
    private final String host;
    private Socket socket;
    private BufferedReader in;

    private TestClient(SSLContext trust, String host, Socket socket) throws IOException {
        this.trust = trust;
        this.host = host;
        use(socket);
    }

    /** Greeted in clear. */
    static TestClient of(TestServer server) throws Exception {
        TestClient client = connected(server);
        client.line();
        return client;
    }

    private static TestClient connected(TestServer server) throws Exception {
        return new TestClient(
                trusting(server.certificate()),
                "localhost",
                new Socket(InetAddress.getLoopbackAddress(), server.port()));
    }

    /** Under TLS from the first octet, which the server must be able to do without STLS. */
    static TestClient atOnce(TestServer server) throws Exception {
        TestClient client = connected(server);
        client.secure();
        client.line();
        return client;
    }

    /** Under TLS after STLS. */
    static TestClient secured(TestServer server) throws Exception {
        TestClient client = of(server);
        client.says("STLS");
        client.secure();
        return client;
    }

    /** Logged in by USER and PASS. */
    static TestClient loggedIn(TestServer server, String account) throws Exception {
        TestClient client = secured(server);
        client.login(account);
        return client;
    }

    String login(String account) throws IOException {
        says("USER " + account);
        return says("PASS " + TestServer.PASSWORD);
    }

    static SSLContext trusting(X509Certificate authority) throws Exception {
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("authority", authority);
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private void use(Socket next) throws IOException {
        socket = next;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedReader(new InputStreamReader(next.getInputStream(), ISO_8859_1));
    }

    /** The version of TLS. */
    String secure() throws IOException {
        SSLSocket tls = (SSLSocket) trust.getSocketFactory().createSocket(socket, host, socket.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        use(tls);
        return tls.getSession().getProtocol();
    }

    /** The first line of the answer. */
    String says(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        return line();
    }

    String saysInBase64(String text) throws IOException {
        return says(Base64.getEncoder().encodeToString(text.getBytes(ISO_8859_1)));
    }

    /** Null at the end. */
    String line() throws IOException {
        return in.readLine();
    }

    /** The lines up to the closing dot, or up to the end. */
    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        String line = line();
        while (line != null && !line.equals(".")) {
            lines.add(line);
            line = line();
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
