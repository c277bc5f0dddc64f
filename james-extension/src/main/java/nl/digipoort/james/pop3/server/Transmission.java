// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import nl.digipoort.james.pop3.HandOver;
import nl.digipoort.james.pop3.MultiLineReply;
import nl.digipoort.james.pop3.ReplyBody;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one multi-line reply. The executor, never the event loop, reads the body, only as fast as the client takes it. While the client
 * does not read, no thread is occupied and at most the channel's high-water mark is buffered, or one small piece if all replies together
 * have too much under way. The body leaves memory as soon as others wait for that memory. It ends once, whatever is thrown.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends in channelInactive all the same
final class Transmission {
    /** How the transmission ended. */
    enum Outcome {
        /** All was sent, or the client is gone and the body was not a message. */
        COMPLETE,
        /** The client is gone, or the body did not have the promised size: nothing more may be done for the client. */
        BROKEN
    }

    /** Receives the end, once, on the executor. */
    interface Listener {
        void ended(Outcome outcome);
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(Transmission.class);
    /** For the status line, and for dots that are doubled before the buffer has to grow. */
    private static final int EXTRA = 512;
    /** Octets of the body in one write, so that a buffer is a power of two. */
    static final int PIECE = 32 * 1024 - EXTRA;

    static final int SMALL_PIECE = 4 * 1024 - EXTRA;

    private final Channel channel;
    private final Executor executor;
    private final String statusLine;
    private final ReplyBody body;
    private final Listener listener;
    private final DotStuffing stuffing = new DotStuffing();
    private final UnsentOctets unsent;
    private final AtomicBoolean parked = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    /** Pieces that were written and that the socket has not taken. */
    private final AtomicInteger underWay = new AtomicInteger();
    /** A piece was lost on its way to the socket: nothing may follow it. */
    private volatile boolean lost;

    private boolean begun;
    private final Optional<HandOver> handOver;
    private long sent;
    /** Octets of the body that the socket has taken. */
    private final AtomicLong left = new AtomicLong();

    private boolean closed;

    Transmission(Channel channel, Executor executor, MultiLineReply reply, UnsentOctets unsent, Listener listener) {
        this.channel = channel;
        this.executor = executor;
        this.statusLine = reply.statusLine();
        this.body = reply.body();
        this.unsent = unsent;
        this.listener = listener;
        this.handOver = body.handOver();
        body.memory().whenMemoryIsWanted(this::makeRoom);
    }

    /** Without the executor, mainly because it has stopped with the server, release and recording happen here. */
    private void onExecutor(Runnable step, Outcome otherwise) {
        try {
            executor.execute(step);
        } catch (RejectedExecutionException e) {
            end(otherwise);
        } catch (RuntimeException | Error e) {
            LOGGER.error("No worker can go on with a reply", e);
            end(otherwise);
        }
    }

    /** Starts or continues: sends until the client falls behind or all is sent. To be called on a thread of the executor. */
    void start() {
        try {
            byte[] piece = new byte[PIECE];
            while (channel.isActive() && !lost) {
                if (park()) {
                    return;
                }
                Optional<ChannelFuture> last = sendPiece(piece);
                if (last.isPresent()) {
                    endBehind(last.get());
                    return;
                }
            }
            boolean isMessage = handOver.isPresent() || body.promisedOctets().isPresent();
            end(isMessage || lost ? Outcome.BROKEN : Outcome.COMPLETE);
        } catch (IOException | RuntimeException | Error e) {
            // Also an Error: a transmission that does not end would keep the maildrop locked.
            LOGGER.error("A reply broke off after {} octets", sent, e);
            end(Outcome.BROKEN);
        }
    }

    /** Continues after the client has caught up or is gone. For any thread; may be called repeatedly. */
    void resume() {
        if ((mayWrite() || !channel.isActive()) && parked.compareAndSet(true, false)) {
            onExecutor(this::start, Outcome.BROKEN);
        }
    }

    private boolean mayWrite() {
        return channel.isWritable() && (underWay.get() == 0 || !unsent.isTooMuch());
    }

    /** Called by any thread when others wait for memory. A body that the client is not reading then leaves memory. */
    private void makeRoom() {
        if (parked.compareAndSet(true, false)) {
            onExecutor(this::start, Outcome.BROKEN);
        }
    }

    private boolean park() throws IOException {
        if (mayWrite()) {
            return false;
        }
        if (body.memory().isMemoryWanted()) {
            body.memory().leaveMemory();
        }
        parked.set(true);
        boolean mayGoOn = mayWrite() || !channel.isActive() || body.memory().isMemoryWanted();
        return !(mayGoOn && parked.compareAndSet(true, false));
    }

    /** Sends one piece. Returns the write of the last piece, and empty for the others. */
    private Optional<ChannelFuture> sendPiece(byte[] piece) throws IOException {
        int most = unsent.isTooMuch() ? SMALL_PIECE : PIECE;
        int count = body.stream().readNBytes(piece, 0, most);
        sent += count;
        boolean last = count < most;
        if (last) {
            checkPromise();
        }
        ByteBuf octets = channel.alloc().buffer(most + EXTRA);
        boolean filled = false;
        try {
            if (!begun) {
                begun = true;
                octets.writeCharSequence(statusLine + "\r\n", StandardCharsets.US_ASCII);
            }
            stuffing.write(piece, count, octets);
            if (last) {
                stuffing.end(octets);
            }
            filled = true;
        } finally {
            if (!filled) {
                octets.release();
            }
        }
        ChannelFuture written = write(octets, count);
        return last ? Optional.of(written) : Optional.empty();
    }

    private ChannelFuture write(ByteBuf octets, int ofBody) {
        int size = octets.readableBytes();
        unsent.add(size);
        underWay.incrementAndGet();
        return channel.writeAndFlush(octets).addListener(written -> {
            unsent.add(-size);
            underWay.decrementAndGet();
            if (written.isSuccess()) {
                left.addAndGet(handOver.isPresent() ? ofBody : 0);
            } else if (!(written.cause() instanceof IOException)) {
                // The connection ends at once, before the event loop comes to the next piece. After a broken socket
                // nothing follows anyway.
                lost = true;
                channel.pipeline().fireExceptionCaught(written.cause());
            }
            resume();
        });
    }

    private void checkPromise() throws IOException {
        if (body.promisedOctets().isPresent() && body.promisedOctets().getAsLong() != sent) {
            throw new IOException("the store gave " + sent + " octets where "
                    + body.promisedOctets().getAsLong() + " were promised");
        }
    }

    /** With a hand-over, the end is when the last octet has left the server, or the client is gone. */
    private void endBehind(ChannelFuture last) {
        if (handOver.isEmpty()) {
            end(Outcome.COMPLETE);
            return;
        }
        close();
        last.addListener(written -> {
            Outcome outcome = written.isSuccess() && !lost ? Outcome.COMPLETE : Outcome.BROKEN;
            onExecutor(() -> end(outcome), outcome);
        });
    }

    /** Octets of a message that the socket has taken; 0 without a hand-over. */
    long taken() {
        return left.get();
    }

    private void tell(HandOver told, Outcome outcome) {
        if (outcome == Outcome.COMPLETE) {
            told.complete(left.get());
        } else {
            told.cutOff(left.get());
        }
    }

    private void close() {
        if (!closed) {
            closed = true;
            body.close();
        }
    }

    /** The only exit. The listener is called whatever fails; what is not recorded is not complete. */
    private void end(Outcome outcome) {
        if (ended.compareAndSet(false, true)) {
            boolean isClosed = succeeds(this::close);
            boolean isTold = succeeds(() -> handOver.ifPresent(told -> tell(told, outcome)));
            listener.ended(isClosed && isTold ? outcome : Outcome.BROKEN);
        }
    }

    private static boolean succeeds(Runnable step) {
        try {
            step.run();
            return true;
        } catch (RuntimeException | Error e) {
            LOGGER.error("The end of a reply failed", e);
            return false;
        }
    }
}
