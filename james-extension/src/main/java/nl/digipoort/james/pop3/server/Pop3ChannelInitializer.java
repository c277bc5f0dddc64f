package nl.digipoort.james.pop3.server;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.james.protocols.netty.AbstractChannelPipelineFactory;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.HandlerConstants;

/**
 * Builds the pipeline of a connection: limits, the word of a trusted proxy, TLS at once or the decision on it, the time for the
 * login, and the {@link Pop3Connection}. James's own factory is extended for its type only.
 */
@ChannelHandler.Sharable
final class Pop3ChannelInitializer extends AbstractChannelPipelineFactory<SocketChannel> {
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 192 * 1024);

    private final OpenConnections connections;
    private final TrustedProxies proxies;
    private final Optional<RememberedOpenings> openings;
    private final Supplier<Encryption> encryption;
    private final Supplier<HandlerChain> chain;

    /** @param openings empty if the listener for STLS does not take TLS at once */
    Pop3ChannelInitializer(
            OpenConnections connections,
            TrustedProxies proxies,
            Optional<RememberedOpenings> openings,
            Supplier<Encryption> encryption,
            Supplier<HandlerChain> chain) {
        super(null, null);
        this.connections = connections;
        this.proxies = proxies;
        this.openings = openings;
        this.encryption = encryption;
        this.chain = chain;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.config().setWriteBufferWaterMark(WATER_MARK);
        KeepAlive.set(channel.config());
        ChannelPipeline pipeline = channel.pipeline();
        connections.addFirst(pipeline);
        if (proxies.trust(channel.remoteAddress())) {
            ProxiedConnection.addTo(pipeline);
        }
        connections.addClient(pipeline);
        if (!encryption.get().isStartTLS()) {
            pipeline.addLast(HandlerConstants.SSL_HANDLER, tls());
        } else {
            openings.ifPresent(known -> pipeline.addLast(new GreetingHold(known, this::tls)));
        }
        connections.addLogin(pipeline);
        pipeline.addLast(HandlerConstants.CORE_HANDLER, createHandler());
    }

    @Override
    protected ChannelInboundHandlerAdapter createHandler() {
        return new Pop3Connection(chain.get(), this::startTls);
    }

    private void startTls(ChannelPipeline pipeline) {
        pipeline.addAfter(SilenceTimer.NAME, HandlerConstants.SSL_HANDLER, tls());
        openings.ifPresent(
                known -> known.usedStls(ClientAddress.of(pipeline.channel()).getAddress()));
    }

    private SslHandler tls() {
        SslHandler handler = encryption.get().sslHandler();
        handler.setHandshakeTimeoutMillis(connections.handshakeTime().toMillis());
        return handler;
    }
}
