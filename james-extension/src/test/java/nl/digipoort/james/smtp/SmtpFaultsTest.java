// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Errors around a connection that is in the middle of a message: each time the connection ends and nothing stays held. */
class SmtpFaultsTest {
    private final Receiver receiver = Receiver.smtp("");

    @BeforeEach
    void beginAMessage() {
        receiver.send(Receiver.TO_DATA + "x".repeat(20_000));
        assertThat(receiver.service.memory().left()).isLessThan(whole());
    }

    private long whole() {
        return receiver.service.settings().data().memory();
    }

    private void assertNothingIsHeld() {
        receiver.channel.runPendingTasks();
        receiver.doWork();
        assertThat(receiver.channel.isOpen()).isFalse();
        assertThat(receiver.service.memory().left()).isEqualTo(whole());
        assertThat(receiver.mails.accepted).isEmpty();
    }

    @Test
    void withoutAThreadForTheOctets() {
        ByteBuf octets = Unpooled.copiedBuffer("y", US_ASCII);
        receiver.noThread = true;

        receiver.channel.writeInbound(octets);

        assertThat(receiver.received()).startsWith("421 4.3.2 ");
        assertThat(octets.refCnt()).isZero();
        assertNothingIsHeld();
    }

    @Test
    void whileAWorkerHasTheOctets() {
        ByteBuf octets = new Unreadable();
        receiver.workWaits = true;
        receiver.channel.writeInbound(octets);

        receiver.doWork();

        assertThat(octets.refCnt()).isZero();

        assertThat(receiver.received()).startsWith("421 4.3.0 ");
        assertNothingIsHeld();
    }

    @Test
    void withOctetsThatCannotBeRead() {
        ByteBuf octets = Unpooled.copiedBuffer("y", US_ASCII);
        octets.release();

        receiver.channel.pipeline().fireChannelRead(octets);

        assertNothingIsHeld();
    }

    @Test
    void whenTheReplyIsLost() {
        receiver.channel.pipeline().addFirst(new Output(true));

        receiver.channel.writeInbound(Unpooled.copiedBuffer("\r\n.\r\n", US_ASCII));

        receiver.mails.accepted.clear();
        assertNothingIsHeld();
    }

    @Test
    void whenTheReplyCannotBeFlushed() {
        receiver.channel.pipeline().addFirst(new Output(false));

        receiver.channel.writeInbound(Unpooled.copiedBuffer("\r\n.\r\n", US_ASCII));

        receiver.mails.accepted.clear();
        assertNothingIsHeld();
    }

    private static final class Unreadable extends UnpooledHeapByteBuf {
        private Unreadable() {
            super(UnpooledByteBufAllocator.DEFAULT, new byte[] {'y'}, 1);
        }

        @Override
        public ByteBuf readBytes(byte[] target, int offset, int length) {
            throw new Error("as asked");
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the promise is passed on
    private static final class Output extends ChannelOutboundHandlerAdapter {
        private final boolean failsAtWrite;

        private Output(boolean failsAtWrite) {
            this.failsAtWrite = failsAtWrite;
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (failsAtWrite) {
                ReferenceCountUtil.release(message);
                throw new Error("as asked");
            }
            context.write(message, promise);
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            throw new Error("as asked");
        }
    }
}
