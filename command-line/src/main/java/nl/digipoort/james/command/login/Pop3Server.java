// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.login;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Refusal;
import nl.digipoort.james.command.line.UsageException;
import nl.digipoort.james.command.webadmin.Trust;

/** Where the server of a test is, and whom it trusts. Immutable. */
final class Pop3Server {
    static final String HOST = "--host";
    static final String PORT = "--port";
    static final String AT_ONCE = "--at-once";
    static final String CACERT = "--cacert";

    private static final int STLS_PORT = 110;
    private static final int AT_ONCE_PORT = 995;
    private static final int HIGHEST_PORT = 65535;

    private final String host;
    private final int port;
    private final boolean tlsAtOnce;
    private final SSLContext tls;

    private Pop3Server(String host, int port, boolean tlsAtOnce, SSLContext tls) {
        this.host = host;
        this.port = port;
        this.tlsAtOnce = tlsAtOnce;
        this.tls = tls;
    }

    static Pop3Server of(Options options) {
        boolean atOnce = options.has(AT_ONCE);
        int port = options.text(PORT).map(Pop3Server::port).orElse(atOnce ? AT_ONCE_PORT : STLS_PORT);
        return new Pop3Server(
                options.required(HOST),
                port,
                atOnce || port == AT_ONCE_PORT,
                trust(options.text(CACERT).map(Path::of)));
    }

    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > HIGHEST_PORT || Integer.parseInt(text) == 0) {
            throw new UsageException("option " + PORT + " is '" + text + "', not a port number");
        }
        return Integer.parseInt(text);
    }

    private static SSLContext trust(Optional<Path> file) {
        try {
            return file.isPresent() ? Trust.in(file.get()) : SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new Refusal("this Java has no TLS", e);
        }
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    boolean tlsAtOnce() {
        return tlsAtOnce;
    }

    SSLContext tls() {
        return tls;
    }

    /**
     * Makes a ClientHello that nobody gets: Java loads its TLS meanwhile, which takes longer than a server on one port for both ways waits for
     * a client before it greets it without TLS (docs/develop/adr/0018-one-port-both-ways.md).
     */
    void loadTls() throws SSLException {
        SSLEngine engine = tls.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        engine.wrap(
                ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
