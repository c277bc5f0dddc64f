// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Times by a clock of the test's, over a socket that takes as many octets as the test says. */
class SilenceTimerTest {
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final Duration STALLED = Duration.ofMinutes(5);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int ALL = Integer.MAX_VALUE;

    private long now;
    private int dropped;
    private boolean fails;
    private final List<Throwable> thrown = new ArrayList<>();
    private int idle;
    private final SlowChannel channel =
            new SlowChannel(new SilenceTimer(IDLE, STALLED, () -> now, this::drop), new ChannelInboundHandlerAdapter() {
                @Override
                public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                    idle += event == ConnectionEvent.IDLE ? 1 : 0;
                }

                @Override
                public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                    thrown.add(cause);
                }
            });

    private void drop() {
        dropped++;
        if (fails) {
            throw new Error("as asked");
        }
    }

    @Test
    void tellsTheConnectionOfAnErrorBecauseNoFurtherLookWouldCome() {
        fails = true;
        channel.room = 0;
        send(1);

        pass(STALLED);

        assertThat(thrown).singleElement().isInstanceOf(Error.class);
    }

    @Test
    void isIdleTheWholeTimeAfterTheLastOctetThatWasReceived() {
        pass(Duration.ofMinutes(9));
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[1]));

        pass(IDLE.minus(SECOND));
        assertThat(idle).isZero();
        pass(SECOND);

        assertThat(idle).isEqualTo(1);
    }

    @Test
    void isIdleTheWholeTimeAfterTheLastOctetThatWasSent() {
        pass(Duration.ofMinutes(9));
        send(1);

        pass(IDLE.minus(SECOND));
        assertThat(idle).isZero();
        pass(SECOND);

        assertThat(idle).isEqualTo(1);
    }

    @Test
    void isIdleTheWholeTimeAfterALateClientHasTakenTheLastOctet() {
        channel.room = 0;
        send(1);
        pass(Duration.ofMinutes(4));
        take(ALL);

        pass(IDLE.minus(SECOND));
        assertThat(idle).isZero();
        pass(SECOND);

        assertThat(idle).isEqualTo(1);
        assertThat(dropped).isZero();
    }

    @Test
    void dropsAClientThatTakesNothing() {
        channel.room = 0;
        send(1);

        pass(STALLED.minus(SECOND));
        assertThat(dropped).isZero();
        pass(SECOND);

        assertThat(dropped).isEqualTo(1);
        assertThat(channel.isOpen()).isFalse();
        assertThat(idle).isZero();
    }

    @Test
    void dropsAClientThatSendsButTakesNothing() {
        channel.room = 0;
        send(1);

        for (int second = 0; second < STALLED.toSeconds(); second++) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[1]));
            pass(SECOND);
        }

        assertThat(dropped).isEqualTo(1);
    }

    @Test
    void neverCutsADownloadThatMoves() {
        channel.room = 0;
        send(100);

        for (int octet = 0; octet < 99; octet++) {
            pass(Duration.ofMinutes(3));
            take(1);
        }

        assertThat(channel.isOpen()).isTrue();
        assertThat(idle).isZero();
        take(ALL);
        pass(IDLE);
        assertThat(dropped).isZero();
    }

    @Test
    void countsFromTheTimeWhenThereIsSomethingToTake() {
        pass(Duration.ofMinutes(9));
        channel.room = 0;
        send(1);
        pass(STALLED.minus(SECOND));
        take(ALL);
        channel.room = 0;
        pass(SECOND);
        send(1);

        pass(STALLED.minus(SECOND));
        assertThat(dropped).isZero();
        pass(STALLED);

        assertThat(dropped).isEqualTo(1);
    }

    @Test
    void saysNothingOfAConnectionThatHasClosed() {
        channel.close().syncUninterruptibly();

        pass(IDLE.plus(STALLED));

        assertThat(idle).isZero();
        assertThat(dropped).isZero();
    }

    private void send(int octets) {
        channel.writeOutbound(Unpooled.wrappedBuffer(new byte[octets]));
    }

    /** The socket has room again. */
    private void take(int octets) {
        channel.room = octets;
        channel.unsafe().flush();
    }

    /** In steps of a second, because an embedded channel's clock is one, and the test's another. */
    private void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            now += SECOND.toNanos();
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runPendingTasks();
        }
    }

    private static final class SlowChannel extends EmbeddedChannel {
        private int room = ALL;

        private SlowChannel(ChannelHandler... handlers) {
            super(handlers);
            freezeTime();
        }

        @Override
        protected void doWrite(ChannelOutboundBuffer unsent) {
            while (room > 0 && unsent.current() != null) {
                int count = Math.min(room, ((ByteBuf) unsent.current()).readableBytes());
                unsent.removeBytes(count);
                room -= count;
            }
        }

        @Override
        protected SocketAddress remoteAddress0() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
        }
    }
}
