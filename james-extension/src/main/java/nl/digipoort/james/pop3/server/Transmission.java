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
import java.util.concurrent.atomic.AtomicLong;
import nl.digipoort.james.pop3.HandOver;
import nl.digipoort.james.pop3.MultiLineReply;
import nl.digipoort.james.pop3.ReplyBody;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one multi-line reply. The executor, never the event loop, reads the body, only as fast as the client takes it. While the client
 * does not read, no thread is occupied and at most the channel's high-water mark is buffered. The body leaves memory as soon as others wait
 * for that memory.
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
    private static final int CHUNK = 32 * 1024;

    private final Channel channel;
    private final Executor executor;
    private final String statusLine;
    private final ReplyBody body;
    private final Listener listener;
    private final DotStuffing stuffing = new DotStuffing();
    private byte[] chunk;
    private final AtomicBoolean parked = new AtomicBoolean();
    private final Optional<HandOver> handOver;
    private long sent;
    /** Octets of the body that the socket has taken. */
    private final AtomicLong left = new AtomicLong();

    private boolean closed;

    Transmission(Channel channel, Executor executor, MultiLineReply reply, Listener listener) {
        this.channel = channel;
        this.executor = executor;
        this.statusLine = reply.statusLine();
        this.body = reply.body();
        this.listener = listener;
        this.handOver = body.handOver();
        body.memory().whenMemoryIsWanted(this::makeRoom);
    }

    /** An executor that rejects tasks has stopped with the server; release and recording then happen here. */
    private void onExecutor(Runnable step) {
        try {
            executor.execute(step);
        } catch (RejectedExecutionException e) {
            end(Outcome.BROKEN);
        }
    }

    /** Starts or continues: sends until the client falls behind or all is sent. To be called on a thread of the executor. */
    void start() {
        try {
            while (channel.isActive()) {
                if (park()) {
                    return;
                }
                Optional<ChannelFuture> last = sendChunk();
                if (last.isPresent()) {
                    endBehind(last.get());
                    return;
                }
            }
            boolean isMessage = handOver.isPresent() || body.promisedOctets().isPresent();
            end(isMessage ? Outcome.BROKEN : Outcome.COMPLETE);
            return;
        } catch (IOException | RuntimeException | Error e) {
            // Also an Error: a transmission that does not end would keep the maildrop locked.
            LOGGER.error("A reply broke off after {} octets", sent, e);
        }
        end(Outcome.BROKEN);
    }

    /** Continues after the client has caught up or is gone. For any thread; may be called repeatedly. */
    void resume() {
        if ((channel.isWritable() || !channel.isActive()) && parked.compareAndSet(true, false)) {
            onExecutor(this::start);
        }
    }

    /** Called by any thread when others wait for memory. A body that the client is not reading then leaves memory. */
    private void makeRoom() {
        if (parked.compareAndSet(true, false)) {
            try {
                executor.execute(this::start);
            } catch (RejectedExecutionException e) {
                // The server is stopping, and its connections with it.
                parked.set(true);
            }
        }
    }

    private boolean park() throws IOException {
        if (channel.isWritable()) {
            return false;
        }
        if (body.memory().isMemoryWanted()) {
            body.memory().leaveMemory();
        }
        parked.set(true);
        boolean mayGoOn =
                channel.isWritable() || !channel.isActive() || body.memory().isMemoryWanted();
        return !(mayGoOn && parked.compareAndSet(true, false));
    }

    /** Sends one piece. Returns the write of the last piece, and empty for the others. */
    private Optional<ChannelFuture> sendChunk() throws IOException {
        boolean first = chunk == null;
        if (first) {
            chunk = new byte[CHUNK];
        }
        int count = body.stream().readNBytes(chunk, 0, CHUNK);
        sent += count;
        boolean last = count < CHUNK;
        if (last) {
            checkPromise();
        }
        ByteBuf octets = channel.alloc().buffer(CHUNK + 512);
        if (first) {
            octets.writeCharSequence(statusLine + "\r\n", StandardCharsets.US_ASCII);
        }
        stuffing.write(chunk, count, octets);
        if (last) {
            stuffing.end(octets);
        }
        ChannelFuture written = channel.writeAndFlush(octets);
        if (handOver.isPresent()) {
            written.addListener(taken -> left.addAndGet(taken.isSuccess() ? count : 0));
        }
        return last ? Optional.of(written) : Optional.empty();
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
            Outcome outcome = written.isSuccess() ? Outcome.COMPLETE : Outcome.BROKEN;
            try {
                executor.execute(() -> end(outcome));
            } catch (RejectedExecutionException e) {
                // The server is stopping; release and recording happen here.
                end(outcome);
            }
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

    private void end(Outcome outcome) {
        close();
        handOver.ifPresent(told -> tell(told, outcome));
        listener.ended(outcome);
    }
}
