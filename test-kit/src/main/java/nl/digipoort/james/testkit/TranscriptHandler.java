// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes the transcript of one connection, from the octets between TLS and the protocol. Each line of a client has one answer. What a client
 * pipelines behind AUTH may be a response or a command, so it waits until the answer to AUTH says which.
 */
final class TranscriptHandler extends ChannelDuplexHandler {
    private final Transcript transcript;
    private final Function<String, ClientLine> shown;
    private final OctetLines ofClient = new OctetLines(this::clientSaid);
    private final OctetLines ofServer = new OctetLines(this::serverSaid);
    /** Without an answer yet. */
    private final Deque<ClientLine> asked = new ArrayDeque<>();
    /** Behind a line of an exchange without an answer yet. */
    private final Deque<String> undecided = new ArrayDeque<>();

    private boolean greeted;
    /** The last answer was a challenge. */
    private boolean challenged;

    private boolean lines;
    private boolean message;
    private long octets;

    TranscriptHandler(Transcript transcript, Function<String, ClientLine> shown) {
        this.transcript = transcript;
        this.shown = shown;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) throws Exception {
        if (read instanceof ByteBuf octetsRead) {
            octetsRead.forEachByte(octet -> {
                ofClient.add(octet);
                return true;
            });
        }
        super.channelRead(context, read);
    }

    @Override
    public void write(ChannelHandlerContext context, Object written, ChannelPromise promise) throws Exception {
        if (written instanceof ByteBuf octetsWritten) {
            octetsWritten.forEachByte(octet -> {
                octets++;
                ofServer.add(octet);
                return true;
            });
        }
        super.write(context, written, promise);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            SslHandler tls = context.pipeline().get(SslHandler.class);
            transcript.add(
                    Transcript.Speaker.CONNECTION,
                    handshake.isSuccess() && tls != null
                            ? tls.engine().getSession().getProtocol() + " begins"
                            : "TLS fails");
        }
        super.userEventTriggered(context, event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        if (message) {
            transcript.add(Transcript.Speaker.CONNECTION, "cut after " + octets + " octets of the message");
        }
        undecided.forEach(line -> transcript.add(Transcript.Speaker.CLIENT, ClientLine.STRUCK));
        transcript.end();
        super.channelInactive(context);
    }

    private void clientSaid(String line) {
        undecided.add(line);
        decide();
    }

    private void decide() {
        while (!undecided.isEmpty() && (asked.isEmpty() || !asked.peekLast().isOfExchange())) {
            String line = undecided.remove();
            ClientLine decided = challenged ? ClientLine.ofExchange(line) : shown.apply(line);
            transcript.add(Transcript.Speaker.CLIENT, decided.shown());
            asked.add(decided);
        }
    }

    private void serverSaid(String line) {
        if (message || lines) {
            ofBody(line);
            return;
        }
        challenged = line.startsWith("+ ") || line.equals("+");
        transcript.add(Transcript.Speaker.SERVER, challenged ? challenge(line) : line);
        if (!greeted) {
            greeted = true;
            return;
        }
        Optional<ClientLine> command = Optional.ofNullable(asked.poll()).filter(known -> line.startsWith("+OK"));
        message = command.filter(ClientLine::wantsMessage).isPresent();
        lines = command.filter(ClientLine::wantsLines).isPresent();
        octets = 0;
        decide();
    }

    private void ofBody(String line) {
        boolean last = line.equals(".");
        if (message && last) {
            transcript.add(Transcript.Speaker.CONNECTION, "a message of " + (octets - 3) + " octets");
        }
        if (lines || last) {
            transcript.add(Transcript.Speaker.SERVER, line);
        }
        if (last) {
            message = false;
            lines = false;
        }
    }

    /** The proofs of DIGEST-MD5 and SCRAM are made of the password. */
    private static String challenge(String line) {
        try {
            String text =
                    new String(Base64.getDecoder().decode(line.substring(1).strip()), ISO_8859_1);
            return text.startsWith("rspauth=") || text.startsWith("v=") ? "+ " + ClientLine.STRUCK : line;
        } catch (IllegalArgumentException e) {
            return line;
        }
    }
}
