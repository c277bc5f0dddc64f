// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLSession;
import nl.digipoort.james.transport.ClientAddress;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.LineHandler;

/**
 * James's view of one connection. TLS counts from the end of the handshake. Only {@link Pop3Connection} sends replies, one at a time, so
 * nothing may be written here.
 */
final class ChannelTransport implements ProtocolTransport {
    private final Channel channel;
    private final Deque<LineHandler<ProtocolSession>> lineHandlers = new ArrayDeque<>();
    private final String id = newId();
    private volatile boolean tlsStarted;

    ChannelTransport(Channel channel) {
        this.channel = channel;
    }

    /** 64 random bits: unique even in an audit trail of years, but not secret. */
    private static String newId() {
        return String.format(Locale.ROOT, "%016x", ThreadLocalRandom.current().nextLong());
    }

    void tlsStarted() {
        tlsStarted = true;
    }

    /** The handler that a command has put in front of the command dispatcher, as AUTH does for its exchange. */
    Optional<LineHandler<ProtocolSession>> lineHandler() {
        return Optional.ofNullable(lineHandlers.peek());
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return ClientAddress.of(channel);
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public boolean isTLSStarted() {
        return tlsStarted;
    }

    @Override
    public boolean isStartTLSSupported() {
        return true;
    }

    @Override
    public Optional<SSLSession> getSSLSession() {
        return Optional.ofNullable(channel.pipeline().get(SslHandler.class))
                .map(handler -> handler.engine().getSession());
    }

    @Override
    public boolean isProxyRequired() {
        return false;
    }

    @Override
    public void writeResponse(Response response, ProtocolSession session) {
        throw new IllegalStateException("a handler returns its reply, it does not write");
    }

    @Override
    public void popLineHandler() {
        Optional.ofNullable(lineHandlers.poll()).ifPresent(LineHandler::destroy);
    }

    @Override
    @SuppressWarnings("unchecked") // every handler of this chain is one for our session
    public void pushLineHandler(LineHandler<? extends ProtocolSession> handler, ProtocolSession session) {
        lineHandlers.push((LineHandler<ProtocolSession>) handler);
    }

    @Override
    public void setReadable(boolean readable) {
        channel.config().setAutoRead(readable);
    }

    @Override
    public boolean isReadable() {
        return channel.config().isAutoRead();
    }
}
