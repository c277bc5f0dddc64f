// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import nl.digipoort.james.transport.SilenceTimer;
import nl.digipoort.james.transport.TlsRecords;
import nl.digipoort.james.transport.TrustedProxies;
import org.apache.james.protocols.netty.AbstractChannelPipelineFactory;
import org.apache.james.protocols.netty.HandlerConstants;

/**
 * Builds the pipeline of a connection: connection limits, the header of a trusted proxy, immediate TLS or the decision about it, the login
 * deadline, and the {@link Pop3Connection}. Extends James's own factory for its type only.
 */
@ChannelHandler.Sharable
final class Pop3ChannelInitializer extends AbstractChannelPipelineFactory<SocketChannel> {
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 192 * 1024);

    private final Pop3Connections connections;
    private final TrustedProxies proxies;
    private final Optional<Duration> grace;
    private final ListenerTls tls;
    private final Supplier<HandlerChain> chain;

    /** @param grace how long the greeting is delayed for a ClientHello; empty if the STLS listener does not take immediate TLS */
    Pop3ChannelInitializer(
            Pop3Connections connections,
            TrustedProxies proxies,
            Optional<Duration> grace,
            ListenerTls tls,
            Supplier<HandlerChain> chain) {
        super(null, null);
        this.connections = connections;
        this.proxies = proxies;
        this.grace = grace;
        this.tls = tls;
        this.chain = chain;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.config().setWriteBufferWaterMark(WATER_MARK);
        Pop3Connection connection =
                new Pop3Connection(chain.get(), this::startTls, connections.newSessionTimer(), connections.unsent());
        ChannelPipeline pipeline = channel.pipeline();
        connections.begin(channel, proxies);
        if (!tls.isStartTLS()) {
            pipeline.addLast(HandlerConstants.SSL_HANDLER, newTls(channel, connection));
        } else {
            grace.ifPresent(wait -> pipeline.addLast(new GreetingDelay(wait, () -> newTls(channel, connection))));
        }
        pipeline.addLast(tls.newHandshakeObserver());
        connections.addLogin(pipeline);
        pipeline.addLast(HandlerConstants.CORE_HANDLER, connection);
    }

    @Override
    protected ChannelInboundHandlerAdapter createHandler() {
        throw new IllegalStateException("the pipeline makes its own core handler");
    }

    private void startTls(ChannelPipeline pipeline) {
        Pop3Connection connection = pipeline.get(Pop3Connection.class);
        pipeline.addAfter(SilenceTimer.NAME, HandlerConstants.SSL_HANDLER, newTls(pipeline.channel(), connection));
    }

    private ChannelHandler newTls(Channel channel, Pop3Connection connection) {
        return new TlsRecords(
                () -> tls.newHandler(channel.alloc(), connections.handshakeTime()), connection::takesMore);
    }
}
