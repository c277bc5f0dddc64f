// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;

/** Plays sessions against a server, all on one event loop, so the client has one thread. Thread-safe. */
public final class Pop3Client implements AutoCloseable {
    private final NioEventLoopGroup loop = new NioEventLoopGroup(1);
    private final SslContext tls = ClientTls.context();

    /** A session, from connect to the last answer of the script; then the connection is closed. */
    public CompletableFuture<SessionResult> play(SocketAddress server, Account account, Script script) {
        OpenSession session = open(server, account, script);
        return session.played().whenComplete((result, failure) -> session.close());
    }

    /** The same, but the connection stays open. */
    public OpenSession open(SocketAddress server, Account account, Script script) {
        CompletableFuture<SessionResult> result = new CompletableFuture<>();
        ChannelFuture connected = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Session(account, script, tls, result));
                    }
                })
                .connect(server);
        connected.addListener(future -> {
            if (!future.isSuccess()) {
                result.completeExceptionally(future.cause());
            }
        });
        return new OpenSession(connected.channel(), result);
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 5, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
    }
}
