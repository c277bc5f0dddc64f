// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.io.BaseEncoding;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** An echo server on loopback, with TLS from the first octet. It answers "?" with the client's name, "#" and "!" with channel bindings. */
final class TlsServer implements AutoCloseable {
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private final NioEventLoopGroup loop = new NioEventLoopGroup(1);
    private final Channel channel;

    TlsServer(ServerTls tls) throws InterruptedException {
        this(allocator -> tls.newHandler(allocator, HANDSHAKE));
    }

    /** A server for other mail servers. */
    static TlsServer forServers(ServerTls tls) throws InterruptedException {
        return new TlsServer(allocator -> tls.newHandlerForServers(allocator, HANDSHAKE));
    }

    private TlsServer(Function<ByteBufAllocator, ChannelHandler> tls) throws InterruptedException {
        channel = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection.pipeline().addLast("tls", tls.apply(connection.alloc()));
                        connection.pipeline().addLast(new Echo());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf octets = (ByteBuf) message;
            switch (octets.getByte(octets.readerIndex())) {
                case '?' -> answer(ctx, octets, client(ctx));
                case '#' -> answer(ctx, octets, hexadecimal(ServerEndPoint.of(session(ctx))));
                case '!' -> answer(ctx, octets, hexadecimal(KeyingMaterial.of(session(ctx))));
                default -> ctx.writeAndFlush(octets);
            }
        }

        private static void answer(ChannelHandlerContext ctx, ByteBuf question, String answer) {
            question.release();
            ctx.writeAndFlush(ctx.alloc().buffer().writeBytes((answer + "\n").getBytes(US_ASCII)));
        }

        private static String hexadecimal(Optional<byte[]> octets) {
            return octets.map(BaseEncoding.base16()::encode).orElse("-");
        }

        private static SSLSession session(ChannelHandlerContext ctx) {
            return ctx.pipeline().get(SslHandler.class).engine().getSession();
        }

        private static String client(ChannelHandlerContext ctx) {
            try {
                X509Certificate shown = (X509Certificate) session(ctx).getPeerCertificates()[0];
                return shown.getSubjectX500Principal().getName();
            } catch (SSLPeerUnverifiedException e) {
                return "-";
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
