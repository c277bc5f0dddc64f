// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client with TLS from the first octet, as for {@code openssl s_server}. Thread-safe. */
public final class TlsClient implements AutoCloseable {
    private static final int CLOSE_SECONDS = 5;

    private final NioEventLoopGroup loop = new NioEventLoopGroup(1);
    private final SslContext tls = ClientTls.context();

    /** Connects and closes when the handshake is done; returns the cipher suite. */
    public CompletableFuture<String> handshake(SocketAddress server) {
        CompletableFuture<String> done = new CompletableFuture<>();
        connect(server, new Handshake(done), done);
        return done;
    }

    /** Sends {@code GET} for a file; returns the number of octets received until the server closed. */
    public CompletableFuture<Long> get(SocketAddress server, String file) {
        CompletableFuture<Long> done = new CompletableFuture<>();
        connect(server, new Download(file, done), done);
        return done;
    }

    private void connect(
            SocketAddress server, SimpleChannelInboundHandler<ByteBuf> handler, CompletableFuture<?> done) {
        ChannelFuture connected = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(tls.newHandler(channel.alloc()), handler);
                    }
                })
                .connect(server);
        ChannelFuture unused = connected.addListener(future -> {
            if (!future.isSuccess()) {
                done.completeExceptionally(future.cause());
            }
        });
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private abstract static class Exchange extends SimpleChannelInboundHandler<ByteBuf> {
        private final CompletableFuture<?> done;

        Exchange(CompletableFuture<?> done) {
            this.done = done;
        }

        abstract void secured(ChannelHandlerContext context);

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                if (handshake.isSuccess()) {
                    secured(context);
                } else {
                    done.completeExceptionally(handshake.cause());
                }
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            done.completeExceptionally(cause);
            ChannelFuture unused = context.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            done.completeExceptionally(new SessionFailedException("closed by the server"));
        }
    }

    private static final class Handshake extends Exchange {
        private final CompletableFuture<String> done;

        Handshake(CompletableFuture<String> done) {
            super(done);
            this.done = done;
        }

        @Override
        void secured(ChannelHandlerContext context) {
            done.complete(context.pipeline()
                    .get(SslHandler.class)
                    .engine()
                    .getSession()
                    .getCipherSuite());
            ChannelFuture unused = context.close();
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf in) {
            // nothing is requested
        }
    }

    private static final class Download extends Exchange {
        private final String file;
        private final CompletableFuture<Long> done;
        private long octets;

        Download(String file, CompletableFuture<Long> done) {
            super(done);
            this.file = file;
            this.done = done;
        }

        @Override
        void secured(ChannelHandlerContext context) {
            ChannelFuture unused = context.writeAndFlush(
                    ByteBufUtil.writeAscii(context.alloc(), "GET /" + file + " HTTP/1.0\r\n\r\n"));
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf in) {
            octets += in.readableBytes();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            done.complete(octets);
        }
    }
}
