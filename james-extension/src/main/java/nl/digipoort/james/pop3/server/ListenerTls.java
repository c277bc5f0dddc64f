// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import nl.digipoort.james.tls.HandshakeLog;
import nl.digipoort.james.tls.ServerTls;
import org.apache.james.protocols.api.ClientAuth;
import org.apache.james.protocols.netty.Encryption;

/** One listener's use of the server's TLS, in the form that James expects. Thread-safe. */
final class ListenerTls implements Encryption {
    private final ServerTls tls;
    private final TlsMetrics metrics;
    private final HandshakeLog log = new HandshakeLog();
    private final boolean startTls;

    private ListenerTls(ServerTls tls, TlsMetrics metrics, boolean startTls) {
        this.tls = tls;
        this.metrics = metrics;
        this.startTls = startTls;
    }

    /** TLS after STLS, or immediate TLS on the same port. */
    static ListenerTls startTls(ServerTls tls, TlsMetrics metrics) {
        return new ListenerTls(tls, metrics, true);
    }

    /** TLS from the first octet only. */
    static ListenerTls implicit(ServerTls tls, TlsMetrics metrics) {
        return new ListenerTls(tls, metrics, false);
    }

    /** Counts the handshake of a new connection. Its place is after all handlers that {@link #newHandler} may add. */
    HandshakeObserver newHandshakeObserver() {
        return new HandshakeObserver(metrics, log);
    }

    /** The TLS handler of a new connection, for a handshake of at most that time. It may replace itself. */
    ChannelHandler newHandler(ByteBufAllocator allocator, Duration handshakeTime) {
        return tls.newHandler(allocator, handshakeTime);
    }

    @Override
    public boolean isStartTLS() {
        return startTls;
    }

    @Override
    public boolean supportsEncryption() {
        return true;
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return tls.suites().toArray(new String[0]);
    }

    @Override
    public ClientAuth getClientAuth() {
        return ClientAuth.valueOf(tls.clientAuth().name());
    }

    @Override
    public SslHandler sslHandler() {
        throw new IllegalStateException("the pipeline makes its own TLS handler");
    }
}
