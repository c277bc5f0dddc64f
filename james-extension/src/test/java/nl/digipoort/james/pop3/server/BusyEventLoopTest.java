// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.james.protocols.netty.HandlerConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A ClientHello waits in its socket while the event loop is busy with the octets of others. */
class BusyEventLoopTest {
    private static final Duration GRACE = Duration.ofMillis(200);

    private final NioEventLoopGroup eventLoop = new NioEventLoopGroup(1);
    private final CountDownLatch connected = new CountDownLatch(1);
    private final CountDownLatch helloSent = new CountDownLatch(1);
    private final CompletableFuture<Boolean> tls = new CompletableFuture<>();

    @AfterEach
    void stop() {
        helloSent.countDown();
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void takesAClientHelloThatCameBeforeTheTimerThoughItIsReadAfterIt() throws Exception {
        InetSocketAddress port =
                listen(new Busy(), new GreetingDelay(GRACE, () -> new ChannelInboundHandlerAdapter()), new Rest());

        try (Socket client = connect(port)) {
            connected.await();
            client.getOutputStream().write(new byte[] {0x16, 3, 1});
            helloSent.countDown();

            assertThat(tls.get(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    private InetSocketAddress listen(ChannelInboundHandlerAdapter... handlers) {
        Channel acceptor = new ServerBootstrap()
                .group(eventLoop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accepted.pipeline().addLast(handlers);
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
        return (InetSocketAddress) acceptor.localAddress();
    }

    private static Socket connect(InetSocketAddress address) throws IOException {
        return new Socket(address.getAddress(), address.getPort());
    }

    /** Keeps the event loop from the moment at which the grace begins until the ClientHello is there and the grace is over. */
    private final class Busy extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) throws InterruptedException {
            ctx.fireChannelActive();
            long graceEnds = System.nanoTime() + GRACE.toNanos();
            connected.countDown();
            helloSent.await();
            while (System.nanoTime() < graceEnds) {
                LockSupport.parkNanos(graceEnds - System.nanoTime());
            }
        }
    }

    /** Would greet. */
    private final class Rest extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            tls.complete(ctx.pipeline().get(HandlerConstants.SSL_HANDLER) != null);
        }
    }
}
