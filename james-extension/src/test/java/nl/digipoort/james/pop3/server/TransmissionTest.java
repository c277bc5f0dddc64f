// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import nl.digipoort.james.budget.Spoolable;
import nl.digipoort.james.pop3.HandOver;
import nl.digipoort.james.pop3.MultiLineReply;
import nl.digipoort.james.pop3.ReplyBody;
import nl.digipoort.james.pop3.server.Transmission.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransmissionTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<Outcome> outcomes = new ArrayList<>();
    private UnsentOctets unsent = new UnsentOctets(1 << 20);

    @AfterEach
    void freeWhatWasSent() {
        channel.releaseOutbound();
    }

    @Test
    void sendsStatusBodyAndEnd() {
        FakeBody body = new FakeBody("a\r\n.b\r\n", OptionalLong.of(7));

        transmit(body).start();

        assertThat(sent()).isEqualTo("+OK 7 octets follow\r\na\r\n..b\r\n.\r\n");
        assertThat(outcomes).containsExactly(Outcome.COMPLETE);
        assertThat(body.closed).isEqualTo(1);
    }

    @Test
    void neverEndsABodyThatIsNotWhatWasPromised() {
        for (long promised : new long[] {6, 8}) {
            transmit(new FakeBody("a\r\n.b\r\n", OptionalLong.of(promised))).start();
        }

        assertThat(outcomes).containsExactly(Outcome.BROKEN, Outcome.BROKEN);
        assertThat(sent()).doesNotContain("\r\n.\r\n");
    }

    @Test
    void endsBrokenAndClosesTheBodyWhenTheStoreFails() {
        FakeBody body = new FakeBody("", OptionalLong.empty());
        body.broken = true;

        transmit(body).start();

        assertThat(outcomes).containsExactly(Outcome.BROKEN);
        assertThat(body.closed).isEqualTo(1);
    }

    @Test
    void waitsForASlowClientAndGoesOn() {
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, 2));
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        FakeBody body = new FakeBody("a\r\n", OptionalLong.of(3));
        Transmission transmission = transmit(body);

        transmission.start();
        transmission.resume();
        assertThat(outcomes).isEmpty();
        assertThat(channel.<ByteBuf>readOutbound()).isNull();

        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        transmission.resume();
        transmission.resume();
        assertThat(outcomes).containsExactly(Outcome.COMPLETE);
    }

    @Test
    void endsWhenTheClientIsGoneWhileItWaits() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        FakeBody body = new FakeBody("a\r\n", OptionalLong.of(3));
        Transmission transmission = transmit(body);
        transmission.start();

        channel.close().syncUninterruptibly();
        transmission.resume();

        assertThat(outcomes).containsExactly(Outcome.BROKEN);
        assertThat(body.closed).isEqualTo(1);
    }

    @Test
    void countsAsCompleteForAClientThatIsGoneWhenItIsNoMessage() {
        FakeBody body = new FakeBody("1 1\r\n", OptionalLong.empty());
        Transmission transmission = transmit(body);
        channel.close().syncUninterruptibly();

        transmission.start();

        assertThat(outcomes).containsExactly(Outcome.COMPLETE);
        assertThat(body.closed).isEqualTo(1);
    }

    @Test
    void takesTheBodyOutOfMemoryWhenOthersWaitAndTheClientDoesNot() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        FakeBody body = new FakeBody("a\r\n", OptionalLong.of(3));
        Transmission transmission = transmit(body);
        transmission.start();
        assertThat(body.left).isZero();

        body.wanted = true;
        body.tell.run();
        body.tell.run();

        assertThat(body.left).isEqualTo(1);
        assertThat(outcomes).isEmpty();
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        transmission.resume();
        assertThat(sent()).isEqualTo("+OK 3 octets follow\r\na\r\n.\r\n");
        assertThat(outcomes).containsExactly(Outcome.COMPLETE);
    }

    @Test
    void leavesMemoryBeforeItWaitsForTheClientWhenOthersWait() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        FakeBody body = new FakeBody("a\r\n", OptionalLong.of(3));
        body.wanted = true;

        transmit(body).start();

        assertThat(body.left).isEqualTo(1);
        assertThat(outcomes).isEmpty();
    }

    @Test
    void staysInMemoryWhenTheClientKeepsUp() {
        FakeBody body = new FakeBody("a\r\n", OptionalLong.of(3));
        body.wanted = true;

        transmit(body).start();

        assertThat(body.left).isZero();
        assertThat(outcomes).containsExactly(Outcome.COMPLETE);
    }

    @Test
    void endsBrokenWhenTheBodyCannotLeaveMemory() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        FakeBody body = new FakeBody("a\r\n", OptionalLong.of(3));
        body.wanted = true;
        body.broken = true;

        transmit(body).start();

        assertThat(outcomes).containsExactly(Outcome.BROKEN);
        assertThat(body.closed).isEqualTo(1);
    }

    @Test
    void tellsOfTheEndWhenTheSocketHasTakenTheLastOctet() {
        HeldWrites writes = new HeldWrites();
        channel.pipeline().addLast(writes);
        FakeBody body = new FakeBody("a\r\n.b\r\n", OptionalLong.of(7));
        body.told = new ArrayList<>();

        transmit(body).start();

        assertThat(body.closed).isEqualTo(1);
        assertThat(outcomes).isEmpty();
        writes.promises.remove().setSuccess();
        assertThat(body.told).containsExactly("complete 7");
        assertThat(outcomes).containsExactly(Outcome.COMPLETE);
        assertThat(body.closed).isEqualTo(1);
    }

    @Test
    void tellsHowManyOctetsTheSocketHasTakenWhenTheClientIsGone() {
        HeldWrites writes = new HeldWrites();
        channel.pipeline().addLast(writes);
        FakeBody body = new FakeBody("x".repeat(40_000), OptionalLong.of(40_000));
        body.told = new ArrayList<>();
        transmit(body).start();

        writes.promises.remove().setSuccess();
        writes.promises.remove().setFailure(new IOException("gone"));

        assertThat(body.told).containsExactly("cut-off " + Transmission.PIECE);
        assertThat(outcomes).containsExactly(Outcome.BROKEN);
    }

    @Test
    void tellsHowManyOctetsTheSocketHasTakenWhenTheStoreFails() {
        FakeBody body = new FakeBody("a\r\n", OptionalLong.of(30_000));
        body.told = new ArrayList<>();

        transmit(body).start();

        assertThat(body.told).containsExactly("cut-off 0");
        assertThat(outcomes).containsExactly(Outcome.BROKEN);
    }

    private Transmission transmit(FakeBody body) {
        String text = body.promised.isPresent() ? body.promised.getAsLong() + " octets follow" : "";
        return new Transmission(channel, Runnable::run, MultiLineReply.of(text, body), unsent, outcomes::add);
    }

    private String sent() {
        StringBuilder sent = new StringBuilder();
        for (ByteBuf octets = channel.readOutbound(); octets != null; octets = channel.readOutbound()) {
            sent.append(octets.toString(ISO_8859_1));
            octets.release();
        }
        return sent.toString();
    }

    private static final class FakeBody implements ReplyBody, Spoolable {
        private final InputStream whole;
        private final OptionalLong promised;
        private boolean broken;
        private boolean wanted;
        private Runnable tell = () -> {};
        private int left;
        private int closed;
        private List<String> told;

        private FakeBody(String text, OptionalLong promised) {
            this.whole = new ByteArrayInputStream(text.getBytes(ISO_8859_1));
            this.promised = promised;
        }

        @Override
        public InputStream stream() {
            return broken ? new BrokenStream() : whole;
        }

        @Override
        public OptionalLong promisedOctets() {
            return promised;
        }

        @Override
        public Optional<HandOver> handOver() {
            return Optional.ofNullable(told).map(ToldEnd::new);
        }

        @Override
        public Spoolable memory() {
            return this;
        }

        @Override
        public boolean isMemoryWanted() {
            return wanted;
        }

        @Override
        public void whenMemoryIsWanted(Runnable call) {
            tell = call;
        }

        @Override
        public void leaveMemory() throws IOException {
            if (broken) {
                throw new IOException("the disk is full");
            }
            wanted = false;
            left++;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private static final class ToldEnd implements HandOver {
        private final List<String> told;

        private ToldEnd(List<String> told) {
            this.told = told;
        }

        @Override
        public void complete(long octets) {
            told.add("complete " + octets);
        }

        @Override
        public void cutOff(long octets) {
            told.add("cut-off " + octets);
        }
    }

    /** Writes that the test ends. */
    private static final class HeldWrites extends ChannelOutboundHandlerAdapter {
        private final Queue<ChannelPromise> promises = new ArrayDeque<>();

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            ((ByteBuf) message).release();
            promises.add(promise);
        }
    }

    private static final class BrokenStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the store is gone");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return read();
        }
    }
}
