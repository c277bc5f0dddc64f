// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.budget.TestBudget;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.maildrop.TestMaildrops;
import nl.digipoort.james.pop3.DelayedAnswer;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.Greeting;
import nl.digipoort.james.pop3.MultiLineReply;
import nl.digipoort.james.pop3.PromptCommand;
import nl.digipoort.james.pop3.Reply;
import nl.digipoort.james.transport.AddressedChannel;
import nl.digipoort.james.transport.ConnectionEvent;
import org.apache.james.core.Username;
import org.apache.james.protocols.api.ProtocolConfigurationImpl;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.DisconnectHandler;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerChainImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of things on one connection, with an executor that does nothing until it is told to. */
class Pop3ConnectionTest {
    private static final Username ANNA = Username.of("anna@example.org");
    private static final Duration HOLD = Duration.ofSeconds(10);

    private final Deque<Runnable> work = new ArrayDeque<>();
    private final EchoHandler handler = new EchoHandler();
    private final GoodbyeHandler goodbye = new GoodbyeHandler();
    private final List<Object> events = new ArrayList<>();
    private boolean tooMuchWork;
    private boolean failsAtTls;
    private int tlsStarts;
    private AddressedChannel channel;

    @BeforeEach
    void connect() {
        ChannelInboundHandlerAdapter witness = new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                events.add(event);
                ctx.fireUserEventTriggered(event);
            }
        };
        Pop3Connection connection = new Pop3Connection(
                chain(work::add),
                pipeline -> {
                    tlsStarts++;
                    if (failsAtTls) {
                        throw new IllegalStateException("as asked");
                    }
                },
                TestListenerLimits.noTimer(),
                new UnsentOctets(1 << 20));
        channel = new AddressedChannel(witness, connection);
    }

    @Test
    void doesNothingOnTheEventLoop() {
        assertThat(sent()).isEmpty();
        doWork();
        assertThat(sent()).isEqualTo("+OK Hello there.\r\n");

        receive("ONE\r\n");
        assertThat(handler.lines).isEmpty();
        doWork();
        assertThat(handler.lines).containsExactly("ONE");
        assertThat(sent()).isEqualTo("+OK ONE\r\n");
    }

    @Test
    void answersAPromptLineWithoutTheExecutor() {
        doWork();
        sent();

        receive("stat\r\n");

        assertThat(work).isEmpty();
        assertThat(sent()).isEqualTo("+OK stat\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"STATUS", "STAT 1", "STAT ", "STÄT", "QUIT"})
    void leavesAllOtherLinesToTheExecutor(String line) {
        doWork();

        receive(line + "\r\n");

        assertThat(work).hasSize(1);
        assertThat(handler.lines).isEmpty();
    }

    @Test
    void leavesTheLinesOfAnExchangeToTheExecutor() {
        doWork();
        receive("EXCHANGE\r\n");
        doWork();

        receive("STAT\r\n");

        assertThat(work).hasSize(1);
    }

    @Test
    void keepsTheOrderOfAnswersWhenAPromptLineComesBehindAnother() {
        doWork();
        sent();

        receive("ONE\r\nSTAT\r\nTWO\r\n");

        assertThat(handler.lines).isEmpty();
        doWork();
        assertThat(sent()).isEqualTo("+OK ONE\r\n+OK STAT\r\n+OK TWO\r\n");
    }

    @Test
    void looksAtALineOnlyWhenTheOneBeforeIsAnswered() {
        doWork();

        receive("ONE\r\nTWO\r\nTHREE\r\n");

        for (String line : List.of("ONE", "TWO", "THREE")) {
            assertThat(work).hasSize(1);
            sent();
            doOneStep();
            assertThat(sent()).isEqualTo("+OK " + line + "\r\n");
        }
    }

    @Test
    void startsTlsBehindTheAnswerAndOnlyWhenNothingFollowed() {
        doWork();

        receive("STLS\r\n");
        doWork();

        assertThat(sent()).endsWith("+OK STLS\r\n");
        assertThat(tlsStarts).isEqualTo(1);
    }

    @Test
    void closesUnreadWhatFollowsStlsEvenIfItComesWhileStlsIsWorkedOn() {
        doWork();

        receive("STLS\r\n");
        receive("CAPA\r\n");
        doWork();

        assertThat(tlsStarts).isZero();
        assertThat(handler.lines).containsExactly("STLS");
        assertThat(sent()).endsWith("-ERR Nothing may follow STLS\r\n");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void doesNothingForALineOfANewcomerThatHasGone() {
        doWork();
        receive("ONE\r\nTWO\r\n");

        channel.close().syncUninterruptibly();
        doWork();

        assertThat(handler.lines).isEmpty();
        assertThat(goodbye.count).isEqualTo(1);
    }

    @Test
    void givesNoAnswerThatWaitsForAThreadWhenItsNewcomerHasGone() {
        doWork();
        receive("HOLD\r\n");
        doWork();
        handler.held.ready.run();
        channel.runPendingTasks();
        assertThat(work).hasSize(1);

        channel.close().syncUninterruptibly();
        doWork();

        assertThat(handler.held.given).isZero();
        assertThat(handler.held.dropped).isEqualTo(1);
        assertThat(goodbye.count).isEqualTo(1);
    }

    @Test
    void tellsTheDisconnectHandlersOnceAndAfterTheCommandThatIsUnderWay() {
        doWork();
        receive("LOGIN\r\n");
        doWork();
        receive("ONE\r\n");

        channel.close().syncUninterruptibly();
        assertThat(goodbye.count).isZero();
        doWork();

        assertThat(handler.lines).containsExactly("LOGIN", "ONE");
        assertThat(goodbye.count).isEqualTo(1);
    }

    @Test
    void answersAndClosesWhenAskedTo() {
        doWork();

        receive("QUIT\r\nONE\r\n");
        doWork();

        assertThat(sent()).endsWith("+OK QUIT\r\n");
        assertThat(channel.isOpen()).isFalse();
        assertThat(handler.lines).containsExactly("QUIT");
        assertThat(goodbye.count).isEqualTo(1);
    }

    @Test
    void closesAnIdleConnectionWithoutAWordButNotOneThatItWorksFor() {
        doWork();
        sent();
        receive("ONE\r\n");
        channel.pipeline().fireUserEventTriggered(ConnectionEvent.IDLE);
        assertThat(channel.isOpen()).isTrue();
        doWork();
        assertThat(sent()).isEqualTo("+OK ONE\r\n");

        channel.pipeline().fireUserEventTriggered(ConnectionEvent.IDLE);

        assertThat(sent()).isEmpty();
        assertThat(channel.isOpen()).isFalse();
        doWork();
        assertThat(goodbye.count).isEqualTo(1);
    }

    @Test
    void saysWhyItEndsAConnectionThatDidNotLogInInTime() {
        doWork();
        sent();

        channel.pipeline().fireUserEventTriggered(LoginEvent.LOGIN_OVERDUE);

        assertThat(sent()).isEqualTo("-ERR Login took too long\r\n");
        assertThat(channel.isOpen()).isFalse();
        doWork();
        assertThat(goodbye.count).isEqualTo(1);
    }

    @Test
    void waitsForNoClientThatDoesNotReadWhyItHasToGo() {
        doWork();
        channel.stick(true);
        channel.pipeline().fireUserEventTriggered(LoginEvent.LOGIN_OVERDUE);
        assertThat(channel.isOpen()).isTrue();

        pass(Duration.ofSeconds(5));

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void givesTheAnswerThatItWorksOnBeforeItEndsAnOverdueConnection() {
        doWork();
        sent();
        receive("ONE\r\nTWO\r\n");

        channel.pipeline().fireUserEventTriggered(LoginEvent.LOGIN_OVERDUE);
        assertThat(channel.isOpen()).isTrue();
        doWork();

        assertThat(sent()).isEqualTo("+OK ONE\r\n-ERR Login took too long\r\n");
        assertThat(handler.lines).containsExactly("ONE");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void letsASessionGoOnThatBeganWhileItsLoginGotOverdue() {
        doWork();
        sent();
        receive("LOGIN\r\n");
        channel.pipeline().fireUserEventTriggered(LoginEvent.LOGIN_OVERDUE);
        doWork();
        assertThat(events).containsExactly(LoginEvent.LOGIN_OVERDUE, LoginEvent.LOGGED_IN);

        receive("ONE\r\n");
        doWork();

        assertThat(sent()).isEqualTo("+OK LOGIN\r\n+OK ONE\r\n");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void letsASessionGoOnToItsQuitWhenTheServerStops() {
        doWork();
        receive("LOGIN\r\n");
        doWork();
        sent();

        channel.pipeline().fireUserEventTriggered(ConnectionEvent.STOPPING);
        receive("ONE\r\nQUIT\r\n");
        doWork();

        assertThat(sent()).isEqualTo("+OK ONE\r\n+OK QUIT\r\n");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void turnsANewcomerAwayWhenThereIsTooMuchWork() {
        doWork();
        sent();
        tooMuchWork = true;

        receive("ONE\r\n");

        assertThat(handler.lines).isEmpty();
        assertThat(sent()).isEqualTo("-ERR [SYS/TEMP] Server is busy or stopping, try again later\r\n");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void turnsNoSessionAwayHoweverMuchWorkThereIs() {
        doWork();
        receive("LOGIN\r\n");
        doWork();
        sent();
        tooMuchWork = true;

        receive("ONE\r\n");
        doWork();

        assertThat(sent()).isEqualTo("+OK ONE\r\n");
    }

    @Test
    void endsAConnectionThatIsNotLoggedInWhenTheServerStops() {
        doWork();
        sent();

        channel.pipeline().fireUserEventTriggered(ConnectionEvent.STOPPING);

        assertThat(sent()).isEqualTo("-ERR [SYS/TEMP] Server is busy or stopping, try again later\r\n");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void makesRoomForANewcomerWithAWordWhenItIsNotLoggedIn() {
        doWork();
        sent();

        channel.pipeline().fireUserEventTriggered(ConnectionEvent.DISPLACED);

        assertThat(sent()).isEqualTo("-ERR [SYS/TEMP] Server is busy or stopping, try again later\r\n");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void makesRoomForANewcomerAtOnceWhateverIsWorkedOn() {
        doWork();
        sent();
        receive("LOGIN\r\n");

        channel.pipeline().fireUserEventTriggered(ConnectionEvent.DISPLACED);

        assertThat(channel.isOpen()).isFalse();
        doWork();
        assertThat(sent()).isEmpty();
        assertThat(goodbye.count).isEqualTo(1);
    }

    @Test
    void makesRoomForNobodyWhenItIsLoggedIn() {
        doWork();
        receive("LOGIN\r\n");
        doWork();
        sent();

        channel.pipeline().fireUserEventTriggered(ConnectionEvent.DISPLACED);
        receive("ONE\r\n");
        doWork();

        assertThat(sent()).isEqualTo("+OK ONE\r\n");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void holdsAnAnswerWithoutAThreadAndTakesNoLineMeanwhile() {
        doWork();
        sent();

        receive("HOLD\r\nONE\r\n");
        doWork();

        assertThat(work).isEmpty();
        assertThat(sent()).isEmpty();
        assertThat(handler.lines).containsExactly("HOLD");

        pass(HOLD);
        assertThat(handler.held.given).isZero();
        doWork();

        assertThat(sent()).isEqualTo("+OK held\r\n+OK ONE\r\n");
        assertThat(handler.held.given).isEqualTo(1);
        assertThat(handler.held.dropped).isZero();
    }

    @Test
    void givesAHeldAnswerSoonerWhenItIsReadyAndOnce() {
        doWork();
        sent();
        receive("HOLD\r\nONE\r\n");
        doWork();
        assertThat(work).isEmpty();

        handler.held.ready.run();
        handler.held.ready.run();
        channel.runPendingTasks();
        assertThat(work).hasSize(1);
        doWork();
        pass(HOLD);
        doWork();

        assertThat(sent()).isEqualTo("+OK held\r\n+OK ONE\r\n");
        assertThat(handler.held.given).isEqualTo(1);
    }

    @Test
    void givesNoAnswerThatIsReadyWhenTheClientHasLeft() {
        doWork();
        receive("HOLD\r\n");
        doWork();

        channel.close().syncUninterruptibly();
        handler.held.ready.run();
        doWork();
        channel.runPendingTasks();
        doWork();

        assertThat(handler.held.given).isZero();
        assertThat(handler.held.dropped).isEqualTo(1);
    }

    @Test
    void dropsAHeldAnswerWhenTheClientLeaves() {
        doWork();
        receive("HOLD\r\n");
        doWork();

        channel.pipeline().close().syncUninterruptibly();
        channel.runPendingTasks();
        doWork();

        assertThat(handler.held.dropped).isEqualTo(1);
        assertThat(goodbye.count).isEqualTo(1);
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(-1);
        pass(HOLD);
        doWork();
        assertThat(handler.held.given).isZero();
        assertThat(goodbye.count).isEqualTo(1);
    }

    @Test
    void dropsAHeldAnswerForAClientThatIsGoneAlready() {
        doWork();
        receive("HOLD\r\n");
        work.remove().run();
        channel.close().syncUninterruptibly();
        doWork();

        assertThat(handler.held.dropped).isEqualTo(1);
        assertThat(handler.held.given).isZero();
        assertThat(goodbye.count).isEqualTo(1);
    }

    @Test
    void givesADelayedAnswerToAClientThatSendsNothingMoreAndThenCloses() {
        doWork();
        sent();
        receive("HOLD\r\nONE\r\n");
        doWork();
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(channel.isOpen()).isTrue();

        pass(HOLD);
        doWork();

        assertThat(sent()).isEqualTo("+OK held\r\n+OK ONE\r\n");
        assertThat(channel.isOpen()).isFalse();
        assertThat(goodbye.count).isEqualTo(1);
    }

    @Test
    void waitsForNoLongDelayForAClientThatSendsNothingMore() {
        handler.held.delay = Duration.ofMinutes(5);
        doWork();
        receive("LOGIN\r\nHOLD\r\nQUIT\r\n");
        doWork();
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);

        pass(Duration.ofSeconds(15));
        doWork();

        assertThat(channel.isOpen()).isFalse();
        assertThat(handler.held.dropped).isEqualTo(1);
        assertThat(handler.lines).containsExactly("LOGIN", "HOLD");
        assertThat(goodbye.count).isEqualTo(1);
    }

    @Test
    void carriesOutWhatASessionSentBeforeItsEndAlsoWhenTheAnswersAreLost() {
        doWork();
        receive("LOGIN\r\nONE\r\nTWO\r\nQUIT\r\n");
        doOneStep();

        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        channel.close().syncUninterruptibly();
        doWork();

        assertThat(handler.lines).containsExactly("LOGIN", "ONE", "TWO", "QUIT");
        assertThat(goodbye.count).isEqualTo(1);
    }

    @Test
    void carriesNothingOutForAStrangerThatIsGone() {
        doWork();
        receive("ONE\r\nTWO\r\n");

        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        channel.close().syncUninterruptibly();
        doWork();

        assertThat(handler.lines).isEmpty();
        assertThat(goodbye.count).isEqualTo(1);
    }

    @Test
    void beginsNoTlsWithAClientThatIsGone() {
        doWork();
        receive("STLS\r\n");

        channel.close().syncUninterruptibly();
        doWork();

        assertThat(tlsStarts).isZero();
        assertThat(goodbye.count).isEqualTo(1);
    }

    @Test
    void beginsNoTlsWithAClientThatSendsNothingMore() {
        doWork();
        receive("STLS\r\n");

        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        doWork();

        assertThat(tlsStarts).isZero();
        assertThat(sent()).endsWith("+OK STLS\r\n");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void cleansUpWhenAStepOfTheEventLoopFails() {
        doWork();
        failsAtTls = true;
        receive("STLS\r\n");

        doWork();

        assertThat(channel.isOpen()).isFalse();
        assertThat(goodbye.count).isEqualTo(1);
    }

    @Test
    void livesThroughAHandlerThatFails() {
        doWork();
        sent();

        receive("FAIL\r\nONE\r\n");
        doWork();

        assertThat(sent()).isEqualTo("-ERR [SYS/TEMP] Internal error, try again later\r\n+OK ONE\r\n");
    }

    @Test
    void countsTlsFromTheEndOfTheHandshake() {
        doWork();
        receive("STLS\r\n");
        doWork();
        receive("TLS?\r\n");
        doWork();
        assertThat(sent()).endsWith("+OK false\r\n");

        channel.pipeline().fireUserEventTriggered(SslHandshakeCompletionEvent.SUCCESS);
        receive("TLS?\r\n");
        doWork();

        assertThat(sent()).isEqualTo("+OK true\r\n");
    }

    @Test
    void answersNoFurtherLineToAClientThatDoesNotRead() {
        doWork();
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);

        receive("NOOP\r\n".repeat(5000));
        assertThat(work).isEmpty();
        assertThat(channel.config().isAutoRead()).isFalse();

        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        channel.runPendingTasks();
        doWork();
        assertThat(handler.lines).hasSize(5000);
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void beginsAReplyOfSeveralLinesOnTheThreadThatMadeIt() {
        doWork();
        sent();

        receive("LIST\r\nONE\r\n");
        doOneStep();

        assertThat(sent()).isEqualTo("+OK LIST\r\n1 120\r\n.\r\n");
        doWork();
        assertThat(sent()).isEqualTo("+OK ONE\r\n");
    }

    /** The event loop has told of the room by then, and tells it once. */
    @Test
    void goesOnWithAReplyForWhichThereWasRoomBeforeItWasTakenUp() {
        doWork();
        sent();
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, 2));
        receive("LIST\r\n");
        channel.stick(true);
        assertThat(channel.writeAndFlush(Unpooled.copiedBuffer("before\r\n", ISO_8859_1))
                        .isDone())
                .isFalse();
        work.remove().run();
        assertThat(work).isEmpty();

        channel.stick(false);
        channel.flush();
        doWork();

        assertThat(sent()).isEqualTo("before\r\n+OK LIST\r\n1 120\r\n.\r\n");
    }

    @Test
    void stopsReadingWhenALotIsPipelined() {
        doWork();

        receive("NOOP\r\n".repeat(5000));
        assertThat(channel.config().isAutoRead()).isFalse();
        doWork();

        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(handler.lines).hasSize(5000);
    }

    @Test
    void freesWhatItHoldsEvenWhenTheEventLoopHasStopped() throws Exception {
        BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        NioEventLoopGroup eventLoops = new NioEventLoopGroup(1);
        Channel listener = new ServerBootstrap()
                .group(eventLoops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new Pop3Connection(
                        chain(tasks::add), pipeline -> {}, TestListenerLimits.noTimer(), new UnsentOctets(1 << 20)))
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        int port = ((InetSocketAddress) listener.localAddress()).getPort();

        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Runnable greeting = tasks.take();
            eventLoops.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
            assertThat(goodbye.count).isZero();
            greeting.run();
            assertThat(client.isConnected()).isTrue();
        }

        assertThat(goodbye.count).isEqualTo(1);
    }

    private HandlerChain chain(Executor executor) {
        ProtocolHandlerChainImpl handlers = new ProtocolHandlerChainImpl();
        PromptCommand stat = line -> PromptCommand.isLine("STAT", line);
        handlers.addAll(List.of(new Greeting(), handler, goodbye, stat));
        return new HandlerChain(handlers, new ProtocolConfigurationImpl("test") {}, executor, client -> task -> {
            if (tooMuchWork) {
                throw new RejectedExecutionException();
            }
            executor.execute(task);
        });
    }

    private void pass(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runPendingTasks();
    }

    private void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, ISO_8859_1));
    }

    private void doWork() {
        while (!work.isEmpty()) {
            doOneStep();
        }
    }

    private void doOneStep() {
        work.remove().run();
        channel.runPendingTasks();
    }

    private String sent() {
        return channel.sent();
    }

    private static final class EchoHandler implements LineHandler<DigipoortSession> {
        private final List<String> lines = new ArrayList<>();
        private final CountedAnswer held = new CountedAnswer();

        @Override
        public Response onLine(DigipoortSession session, byte[] line) {
            String text = new String(line, ISO_8859_1);
            lines.add(text);
            return switch (text) {
                case "STLS" -> Reply.ok(text).thenStartTls();
                case "LOGIN" -> {
                    session.open(ANNA, maildrop(), TestAudit.noSession());
                    yield Reply.ok(text);
                }
                case "LIST" -> MultiLineReply.of(text, List.of("1 120"));
                case "QUIT" -> Reply.ok(text).thenClose();
                case "TLS?" -> Reply.ok(Boolean.toString(session.isTLSStarted()));
                case "HOLD" -> held;
                case "EXCHANGE" -> {
                    session.pushLineHandler(this);
                    yield Reply.ok(text);
                }
                case "FAIL" -> throw new IllegalStateException("as asked");
                default -> Reply.ok(text);
            };
        }
    }

    private static OpenMaildrop maildrop() {
        try {
            return new TestMaildrops(TestBudget.of(1)).open(ANNA);
        } catch (MaildropException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class CountedAnswer extends DelayedAnswer {
        private Duration delay = HOLD;
        private Runnable ready = () -> {};
        private int given;
        private int dropped;

        @Override
        public Duration delay() {
            return delay;
        }

        @Override
        public void whenReady(Runnable call) {
            ready = call;
        }

        @Override
        public Reply give() {
            given++;
            return Reply.ok("held");
        }

        @Override
        public void drop() {
            dropped++;
        }
    }

    private static final class GoodbyeHandler implements DisconnectHandler<DigipoortSession> {
        private int count;

        @Override
        public void onDisconnect(DigipoortSession session) {
            count++;
        }
    }
}
