// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.budget.BodyBudget;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.budget.TestBudget;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.TestMaildrops;
import nl.digipoort.james.pop3.DelayedAnswer;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.Greeting;
import nl.digipoort.james.pop3.HandOver;
import nl.digipoort.james.pop3.MaildropReleaser;
import nl.digipoort.james.pop3.MultiLineReply;
import nl.digipoort.james.pop3.Reply;
import nl.digipoort.james.pop3.ReplyBody;
import nl.digipoort.james.transport.AddressedChannel;
import nl.digipoort.james.transport.AdmittedConnection;
import nl.digipoort.james.transport.ConnectionCounts;
import nl.digipoort.james.transport.ConnectionLimits;
import org.apache.james.core.Username;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.protocols.api.ProtocolConfigurationImpl;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.DisconnectHandler;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerChainImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Errors at every place around a session with an open maildrop: each time the connection ends and nothing stays held. */
class Pop3FaultsTest {
    private static final Username ANNA = Username.of("anna@example.org");

    /** Where an Error is thrown. */
    private enum Fault {
        NONE,
        COMMAND,
        THREAD,
        WRITE,
        FLUSH,
        ALLOCATION,
        BODY,
        CLOSE_OF_BODY,
        HAND_OVER,
        READINESS,
        DROP,
        INPUT,
        GOODBYE
    }

    private final Deque<Runnable> work = new ArrayDeque<>();
    private final BodyBudget budget = TestBudget.of(100);
    private final TestMaildrops maildrops = new TestMaildrops(budget);
    private final ConnectionCounts counts = new ConnectionCounts(ConnectionLimits.of(0, 0), limit -> {}, () -> {});
    private final UnsentOctets unsent = new UnsentOctets(1 << 20);
    private Fault fault = Fault.NONE;
    private String handedOver = "";
    private AddressedChannel channel;

    @BeforeEach
    void connect() {
        ProtocolHandlerChainImpl handlers = new ProtocolHandlerChainImpl();
        handlers.addAll(List.of(
                new Greeting(), new Commands(), new Goodbye(), new MaildropReleaser(new RecordingMetricFactory())));
        Executor executor = this::execute;
        Pop3Connection connection = new Pop3Connection(
                new HandlerChain(handlers, new ProtocolConfigurationImpl("test") {}, executor, client -> executor),
                pipeline -> {},
                TestListenerLimits.noTimer(),
                unsent);
        channel = new AddressedChannel(
                new AdmittedConnection(counts::enter),
                new AdmittedConnection(counts::enterFromAddress),
                new FaultyOutput(),
                connection);
        channel.config().setAllocator(new FaultyAllocator());
        doWork();
        receive("LOGIN\r\n");
        doWork();
        channel.sent();
        assertThat(maildrops.locks().lookAll()).hasSize(1);
        assertThat(counts.open()).isEqualTo(1);
    }

    private void execute(Runnable task) {
        failAt(Fault.THREAD);
        work.add(task);
    }

    @ParameterizedTest
    @EnumSource(names = {"COMMAND", "THREAD", "WRITE", "FLUSH", "INPUT"})
    void atALine(Fault where) {
        fault = where;

        receive("NOOP\r\n");
        doWork();

        assertNothingIsHeld();
    }

    @ParameterizedTest
    @EnumSource(names = {"THREAD", "WRITE", "FLUSH", "ALLOCATION", "BODY", "CLOSE_OF_BODY", "HAND_OVER"})
    void whileAMessageIsSent(Fault where) {
        receive("RETR 1\r\n");
        fault = where;

        doWork();
        receive("NOOP\r\n");
        doWork();

        assertNothingIsHeld();
    }

    @Test
    void whileAMessageThatWasPartlySentWaitsForItsClient() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        receive("RETR 1\r\n");
        doWork();

        fault = Fault.THREAD;
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        channel.runPendingTasks();

        assertNothingIsHeld();
    }

    @ParameterizedTest
    @EnumSource(names = {"READINESS", "DROP", "THREAD"})
    void whileAnAnswerIsDelayed(Fault where) {
        receive("WAIT\r\n");
        fault = where;
        doWork();

        channel.close().syncUninterruptibly();
        channel.runPendingTasks();
        doWork();

        assertNothingIsHeld();
    }

    @ParameterizedTest
    @EnumSource(names = {"THREAD", "GOODBYE", "FLUSH", "WRITE"})
    void atTheEnd(Fault where) {
        fault = where;

        channel.close().syncUninterruptibly();
        doWork();

        assertNothingIsHeld();
    }

    /** The rest of the message would be taken for the whole one. */
    @Test
    void sendsNothingBehindAPieceThatIsLost() {
        channel.pipeline().get(FaultyOutput.class).losesThe = 2;
        receive("RETR 2\r\n");
        doWork();

        String sent = channel.sent();
        assertThat(sent).startsWith("+OK").doesNotContain("\r\n.\r\n").hasSizeLessThan(Transmission.PIECE + 100);
        assertThat(handedOver).isEqualTo("cut off");
        assertNothingIsHeld();
    }

    private void assertNothingIsHeld() {
        assertThat(channel.isOpen()).isFalse();
        assertThat(maildrops.locks().lookAll()).isEmpty();
        assertThat(counts.open()).isZero();
        assertThat(counts.notLoggedIn()).isZero();
        assertThat(unsent.get()).isZero();
        try (Reservation all = budget.reserve(100)) {
            assertThat(all.isGranted()).isTrue();
        }
        assertThat(work).isEmpty();
    }

    private void failAt(Fault where) {
        if (fault == where) {
            throw new Error("as asked, at " + where);
        }
    }

    private void receive(String text) {
        ByteBuf octets = Unpooled.copiedBuffer(text, ISO_8859_1);
        if (fault == Fault.INPUT) {
            octets.release();
            channel.pipeline().fireExceptionCaught(new Error("as asked, at INPUT"));
            channel.runPendingTasks();
        } else if (channel.isOpen()) {
            channel.writeInbound(octets);
        } else {
            octets.release();
        }
    }

    private void doWork() {
        channel.runPendingTasks();
        while (!work.isEmpty()) {
            work.remove().run();
            channel.runPendingTasks();
        }
    }

    private final class Commands implements LineHandler<DigipoortSession> {
        @Override
        public Response onLine(DigipoortSession session, byte[] line) {
            failAt(Fault.COMMAND);
            String text = new String(line, ISO_8859_1);
            return switch (text) {
                case "LOGIN" -> {
                    try {
                        session.open(ANNA, maildrops.open(ANNA), TestAudit.noSession());
                    } catch (MaildropException e) {
                        throw new IllegalStateException(e);
                    }
                    yield Reply.ok(text);
                }
                case "RETR 1" -> MultiLineReply.of(text, new Message(10));
                case "RETR 2" -> MultiLineReply.of(text, new Message(100_000));
                case "WAIT" -> new Late();
                default -> Reply.ok(text);
            };
        }
    }

    /** Takes a share of the budget, and gives it back when it is closed. */
    private final class Message implements ReplyBody, HandOver {
        private final Reservation memory = budget.reserve(50);
        private final InputStream octets;
        private final int size;

        private Message(int size) {
            this.size = size;
            this.octets =
                    new ByteArrayInputStream("x".repeat(size - 2).concat("\r\n").getBytes(ISO_8859_1));
        }

        @Override
        public InputStream stream() {
            failAt(Fault.BODY);
            return octets;
        }

        @Override
        public OptionalLong promisedOctets() {
            return OptionalLong.of(size);
        }

        @Override
        public Optional<HandOver> handOver() {
            return Optional.of(this);
        }

        @Override
        public void complete(long count) {
            failAt(Fault.HAND_OVER);
            handedOver = "complete";
        }

        @Override
        public void cutOff(long count) {
            handedOver = "cut off";
        }

        @Override
        public void close() {
            memory.close();
            failAt(Fault.CLOSE_OF_BODY);
        }
    }

    private final class Late extends DelayedAnswer {
        private final Reservation memory = budget.reserve(50);

        @Override
        public Duration delay() {
            return Duration.ofMinutes(1);
        }

        @Override
        public void whenReady(Runnable call) {
            failAt(Fault.READINESS);
        }

        @Override
        public Reply give() {
            memory.close();
            return Reply.ok("late");
        }

        @Override
        public void drop() {
            memory.close();
            failAt(Fault.DROP);
        }
    }

    private final class Goodbye implements DisconnectHandler<DigipoortSession> {
        @Override
        public void onDisconnect(DigipoortSession session) {
            failAt(Fault.GOODBYE);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the promise is passed on
    private final class FaultyOutput extends ChannelOutboundHandlerAdapter {
        /** The number of the write that is lost, from now on; 0 for none. */
        private int losesThe;

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            losesThe--;
            if (fault == Fault.WRITE || losesThe == 0) {
                ReferenceCountUtil.release(message);
                throw new Error("as asked, at WRITE");
            }
            context.write(message, promise);
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            failAt(Fault.FLUSH);
            context.flush();
        }
    }

    private final class FaultyAllocator extends AbstractByteBufAllocator {
        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            failAt(Fault.ALLOCATION);
            return UnpooledByteBufAllocator.DEFAULT.heapBuffer(initialCapacity, maxCapacity);
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            return newHeapBuffer(initialCapacity, maxCapacity);
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }
}
