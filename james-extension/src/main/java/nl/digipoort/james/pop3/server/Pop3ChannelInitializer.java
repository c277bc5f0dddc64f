package nl.digipoort.james.pop3.server;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.james.protocols.netty.AbstractChannelPipelineFactory;
import org.apache.james.protocols.netty.ConnectionLimitUpstreamHandler;
import org.apache.james.protocols.netty.ConnectionPerIpLimitUpstreamHandler;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.HandlerConstants;

/**
 * Builds the pipeline of a connection: limits, the word of a trusted proxy, TLS at once or the decision on it, an idle timer
 * that counts octets in both directions, and the {@link Pop3Connection}. James's own factory is extended for its type only.
 */
@ChannelHandler.Sharable
final class Pop3ChannelInitializer extends AbstractChannelPipelineFactory<SocketChannel> {
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 192 * 1024);

    private final ConnectionLimits limits;
    private final TrustedProxies proxies;
    private final Optional<RememberedOpenings> openings;
    private final int idleSeconds;
    private final Supplier<Encryption> encryption;
    private final Supplier<HandlerChain> chain;

    /** @param openings empty if the listener for STLS does not take TLS at once */
    Pop3ChannelInitializer(
            ConnectionLimits limits,
            TrustedProxies proxies,
            Optional<RememberedOpenings> openings,
            int idleSeconds,
            Supplier<Encryption> encryption,
            Supplier<HandlerChain> chain) {
        super(null, null);
        this.limits = limits;
        this.proxies = proxies;
        this.openings = openings;
        this.idleSeconds = idleSeconds;
        this.encryption = encryption;
        this.chain = chain;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.config().setWriteBufferWaterMark(WATER_MARK);
        KeepAlive.set(channel.config());
        ChannelPipeline pipeline = channel.pipeline();
        limits.total.ifPresent(handler -> pipeline.addLast(HandlerConstants.CONNECTION_LIMIT_HANDLER, handler));
        if (proxies.trust(channel.remoteAddress())) {
            // James's limit per address would count the proxy as one client
            ProxiedConnection.addTo(pipeline);
        } else {
            limits.perAddress.ifPresent(
                    handler -> pipeline.addLast(HandlerConstants.CONNECTION_LIMIT_PER_IP_HANDLER, handler));
        }
        if (!encryption.get().isStartTLS()) {
            pipeline.addLast(HandlerConstants.SSL_HANDLER, tls());
        } else {
            openings.ifPresent(known -> pipeline.addLast(new GreetingHold(known, this::tls)));
        }
        pipeline.addLast(
                HandlerConstants.TIMEOUT_HANDLER, new IdleStateHandler(true, 0, 0, idleSeconds, TimeUnit.SECONDS));
        pipeline.addLast(HandlerConstants.CORE_HANDLER, createHandler());
    }

    @Override
    protected ChannelInboundHandlerAdapter createHandler() {
        return new Pop3Connection(chain.get(), this::startTls);
    }

    private void startTls(ChannelPipeline pipeline) {
        pipeline.addFirst(HandlerConstants.SSL_HANDLER, tls());
        openings.ifPresent(
                known -> known.usedStls(ClientAddress.of(pipeline.channel()).getAddress()));
    }

    private SslHandler tls() {
        return encryption.get().sslHandler();
    }

    /** James's limits on connections, in all and per address; each is off when its count is 0. */
    static final class ConnectionLimits {
        private final Optional<ConnectionLimitUpstreamHandler> total;
        private final Optional<ConnectionPerIpLimitUpstreamHandler> perAddress;

        ConnectionLimits(int total, int perAddress) {
            this.total = ConnectionLimitUpstreamHandler.forCount(total);
            this.perAddress = ConnectionPerIpLimitUpstreamHandler.forCount(perAddress);
        }
    }
}
