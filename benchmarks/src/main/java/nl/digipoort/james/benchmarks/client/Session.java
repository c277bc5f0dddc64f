// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSession;
import javax.security.sasl.SaslException;

/** One POP3 session that plays a script, on its event loop. */
final class Session extends SimpleChannelInboundHandler<ByteBuf> {
    private static final int LONGEST_LINE = 2048;
    private static final Pattern STAT = Pattern.compile("^\\+OK ([0-9]{1,9}) [0-9]+");

    private final Account account;
    private final Iterator<Step> steps;
    private final SslContext tls;
    private final CompletableFuture<SessionResult> result;
    private final long started = System.nanoTime();
    private final StringBuilder line = new StringBuilder();
    private final Map<String, Long> sentFirst = new HashMap<>();
    private final Map<String, Long> nanosByCommand = new HashMap<>();

    private Step step = Step.line("greeting");
    private Body body;
    private DigestMd5 digest;
    private long octets;
    private long nanosToStat;
    private int messages;
    private String cipherSuite = "";

    Session(Account account, Script script, SslContext tls, CompletableFuture<SessionResult> result) {
        this.account = account;
        this.steps = script.steps().iterator();
        this.tls = tls;
        this.result = result;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf in) throws Exception {
        while (in.isReadable()) {
            if (body != null) {
                if (body.take(in)) {
                    octets += body.octets();
                    body = null;
                    next(context);
                }
            } else if (readLine(in)) {
                String text = line.toString();
                line.setLength(0);
                take(text, context);
            }
        }
    }

    /** Reads up to the end of a line, which is left out; true if the line is complete. */
    private boolean readLine(ByteBuf in) throws SessionFailedException {
        while (in.isReadable()) {
            char octet = (char) in.readUnsignedByte();
            if (octet == '\n') {
                return true;
            }
            if (octet != '\r') {
                line.append(octet);
            }
            if (line.length() > LONGEST_LINE) {
                throw new SessionFailedException("a line without end");
            }
        }
        return false;
    }

    private void take(String text, ChannelHandlerContext context) throws Exception {
        if (step.answer() == Step.Answer.DIGEST_MD5 && text.startsWith("+ ")) {
            send(respond(text), context);
            return;
        }
        if (!text.startsWith("+OK")) {
            throw new SessionFailedException(step.command().replaceFirst(" .*", "") + ": " + text);
        }
        if (step.command().equals("STAT")) {
            messages = messages(text);
        }
        switch (step.answer()) {
            case START_TLS -> startTls(context);
            case MULTI_LINE -> body = new Body();
            case LINE, DIGEST_MD5 -> next(context);
        }
    }

    private static int messages(String stat) throws SessionFailedException {
        Matcher matcher = STAT.matcher(stat);
        if (!matcher.find()) {
            throw new SessionFailedException("STAT: " + stat);
        }
        return Integer.parseInt(matcher.group(1));
    }

    private String respond(String challenge) throws SaslException {
        if (digest == null) {
            digest = new DigestMd5(account);
        }
        return digest.respond(challenge);
    }

    /** Without the peer's name, Netty offers no earlier session, so every handshake is a full one. */
    private void startTls(ChannelHandlerContext context) {
        SslHandler handler = tls.newHandler(context.alloc());
        context.pipeline().addFirst(handler);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (!handshake.isSuccess()) {
                throw new SessionFailedException("TLS handshake: " + handshake.cause(), handshake.cause());
            }
            SSLSession session =
                    context.pipeline().get(SslHandler.class).engine().getSession();
            cipherSuite = session.getProtocol() + " " + session.getCipherSuite();
            next(context);
        }
    }

    private void next(ChannelHandlerContext context) {
        long now = System.nanoTime();
        String name = name(step);
        nanosByCommand.put(name, now - sentFirst.getOrDefault(name, started));
        if (name.equals("STAT")) {
            nanosToStat = now - started;
        }
        if (steps.hasNext()) {
            step = steps.next();
            sentFirst.putIfAbsent(name(step), now);
            send(step.command(), context);
        } else {
            result.complete(
                    new SessionResult(now - started, octets, nanosByCommand, nanosToStat, messages, cipherSuite));
        }
    }

    private static String name(Step step) {
        int space = step.command().indexOf(' ');
        return space < 0 ? step.command() : step.command().substring(0, space);
    }

    private static void send(String command, ChannelHandlerContext context) {
        ByteBuf out = ByteBufUtil.encodeString(
                context.alloc(), CharBuffer.wrap(command + "\r\n"), StandardCharsets.ISO_8859_1);
        ChannelFuture unused = context.writeAndFlush(out);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        result.completeExceptionally(cause);
        ChannelFuture unused = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        result.completeExceptionally(new SessionFailedException("closed by the server after " + name(step)));
    }
}
