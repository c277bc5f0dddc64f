// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.LineHandler;

/** A connection with a client address and a line handler; nothing is written to it. */
public final class ClientTransport implements ProtocolTransport {
    private final InetSocketAddress address;
    private Optional<SSLSession> tls = Optional.empty();
    private String protocol = "TLSv1.2";
    private int failures;
    private boolean tlsStarted;
    private final Deque<LineHandler<? extends ProtocolSession>> lineHandlers = new ArrayDeque<>();

    public ClientTransport(String address) {
        try {
            this.address = new InetSocketAddress(InetAddress.getByName(address), 51234);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
    }

    /** The same under TLS, for a client that has sent a certificate. */
    ClientTransport showing(X509Certificate certificate) {
        return underTls("getPeerCertificates", certificate);
    }

    /** The same under TLS, to a server with that certificate. */
    ClientTransport to(X509Certificate certificate) {
        return underTls("getLocalCertificates", certificate);
    }

    /** The same by that version of TLS, instead of 1.2. */
    ClientTransport by(String version) {
        protocol = version;
        return this;
    }

    /** The same, whose version of TLS cannot be had so many times. */
    ClientTransport broken(int times) {
        failures = times;
        return this;
    }

    private ClientTransport underTls(String known, X509Certificate certificate) {
        tls = Optional.of((SSLSession) Proxy.newProxyInstance(
                ClientTransport.class.getClassLoader(),
                new Class<?>[] {SSLSession.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getPeerCertificates") && !known.equals("getPeerCertificates")) {
                        throw new SSLPeerUnverifiedException("no certificate was sent");
                    }
                    if (method.getName().equals("getProtocol") && failures-- > 0) {
                        throw new IllegalStateException("broken");
                    }
                    if (method.getName().equals("getProtocol")) {
                        return protocol;
                    }
                    if (method.getName().equals("getCipherSuite")) {
                        return "TLS_TEST";
                    }
                    if (!method.getName().equals(known)) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return new Certificate[] {certificate};
                }));
        return this;
    }

    public void startTls() {
        tlsStarted = true;
    }

    /** The handler in front of the commands; empty if there is none. */
    Optional<LineHandler<? extends ProtocolSession>> lineHandler() {
        return Optional.ofNullable(lineHandlers.peek());
    }

    @Override
    public void pushLineHandler(LineHandler<? extends ProtocolSession> handler, ProtocolSession session) {
        lineHandlers.push(handler);
    }

    @Override
    public void popLineHandler() {
        lineHandlers.pop().destroy();
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return address;
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return address;
    }

    @Override
    public String getId() {
        return "6f1c9a";
    }

    @Override
    public boolean isTLSStarted() {
        return tlsStarted;
    }

    @Override
    public boolean isStartTLSSupported() {
        return false;
    }

    @Override
    public Optional<SSLSession> getSSLSession() {
        return tls;
    }

    @Override
    public boolean isProxyRequired() {
        return false;
    }

    @Override
    public void writeResponse(Response response, ProtocolSession session) {
        throw new IllegalStateException();
    }

    @Override
    public void setReadable(boolean readable) {
        throw new IllegalStateException();
    }

    @Override
    public boolean isReadable() {
        return true;
    }
}
