package nl.digipoort.james.pop3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.apache.james.protocols.api.Response;

/**
 * One answer to a client: a status line (RFC 1939 section 3) or a challenge (RFC 5034 section 4), perhaps a body, and what
 * becomes of the connection afterwards. The writer of replies adds CRLF, dot-stuffing and the closing "."; nobody else
 * does. A reply with a body is to be closed, and so is a delayed one whose answer is not asked for.
 */
public final class Reply implements Response, AutoCloseable {
    /** What becomes of the connection when the reply has been written. */
    public enum Afterwards {
        GO_ON,
        START_TLS,
        CLOSE
    }

    private static final String OK = "+OK";
    private static final String ERR = "-ERR";
    private static final String CHALLENGE = "+";

    private final String indicator;
    private final String text;
    private final ReplyBody body;
    private final Afterwards afterwards;
    private final DelayedAnswer delayed;

    private Reply(String indicator, String text, ReplyBody body, Afterwards afterwards) {
        this(indicator, text, body, afterwards, null);
    }

    private Reply(String indicator, String text, ReplyBody body, Afterwards afterwards, DelayedAnswer delayed) {
        this.indicator = indicator;
        this.text = text;
        this.body = body;
        this.afterwards = afterwards;
        this.delayed = delayed;
    }

    public static Reply ok() {
        return ok("");
    }

    public static Reply ok(String text) {
        return new Reply(OK, text, null, Afterwards.GO_ON);
    }

    public static Reply error(String text) {
        return new Reply(ERR, text, null, Afterwards.GO_ON);
    }

    public static Reply error(ResponseCode code, String text) {
        return error(code.wire() + " " + text);
    }

    /** A SASL challenge: a whole line, "+ " and base64 (RFC 5034 section 4). */
    public static Reply challenge(String line) {
        return new Reply(CHALLENGE, line, null, Afterwards.GO_ON);
    }

    /** A multi-line reply whose body is read as it is sent. */
    public static Reply multiLine(String text, ReplyBody body) {
        return new Reply(OK, text, body, Afterwards.GO_ON);
    }

    /** A multi-line reply of a few lines. */
    public static Reply multiLine(String text, List<String> lines) {
        String joined = lines.isEmpty() ? "" : String.join("\r\n", lines) + "\r\n";
        return multiLine(text, ReplyBody.of(new ByteArrayInputStream(joined.getBytes(StandardCharsets.US_ASCII))));
    }

    /** No reply yet: the answer comes later. Nothing is written until then. */
    public static Reply delayed(DelayedAnswer answer) {
        return new Reply(CHALLENGE, "", null, Afterwards.GO_ON, answer);
    }

    /** The answer of a handler that is not ours, as far as a status line can tell it. */
    public static Reply from(Response response) {
        if (response instanceof Reply) {
            return (Reply) response;
        }
        String text = response.getLines().stream()
                .findFirst()
                .map(CharSequence::toString)
                .orElse("");
        String withoutIndicator = text.substring(Math.min(text.length(), text.indexOf(' ') + 1));
        Reply reply = OK.equals(response.getRetCode()) ? ok(withoutIndicator) : error(withoutIndicator);
        return response.isEndSession() ? reply.thenClose() : reply;
    }

    /** The same reply, after which the server closes the connection. */
    public Reply thenClose() {
        return new Reply(indicator, text, body, Afterwards.CLOSE);
    }

    /** The same reply with another body in the place of its own, if it has one. */
    public Reply withBody(UnaryOperator<ReplyBody> change) {
        return body == null ? this : new Reply(indicator, text, change.apply(body), afterwards);
    }

    /** The same reply, behind which TLS begins. */
    public Reply thenStartTls() {
        return new Reply(indicator, text, body, Afterwards.START_TLS);
    }

    public Afterwards afterwards() {
        return afterwards;
    }

    public Optional<ReplyBody> body() {
        return Optional.ofNullable(body);
    }

    /** The answer that is to come, in place of this reply. */
    public Optional<DelayedAnswer> delayed() {
        return Optional.ofNullable(delayed);
    }

    /** The first line without CRLF. */
    public String statusLine() {
        if (indicator.equals(CHALLENGE)) {
            return text;
        }
        return text.isEmpty() ? indicator : indicator + " " + text;
    }

    @Override
    public String getRetCode() {
        return indicator;
    }

    /** The status line only: James's result handlers look at it, and a body is nothing to keep in memory. */
    @Override
    public List<CharSequence> getLines() {
        return List.of(statusLine());
    }

    @Override
    public boolean isEndSession() {
        return afterwards == Afterwards.CLOSE;
    }

    @Override
    public void close() {
        body().ifPresent(ReplyBody::close);
        delayed().ifPresent(DelayedAnswer::drop);
    }

    /** The body of a multi-line reply: octets in lines that end in CRLF, not stuffed. */
    public interface ReplyBody extends AutoCloseable {
        InputStream stream();

        /** How many octets the stream must give, where the status line has promised a number. */
        OptionalLong promisedOctets();

        /** Who has to know how much of it has left the server; empty if nobody has. */
        default Optional<HandOver> handOver() {
            return Optional.empty();
        }

        /** Whether others wait for memory that this body holds. */
        default boolean isMemoryWanted() {
            return false;
        }

        /** Has that called, by any thread and perhaps twice, when others wait for memory that this body holds. */
        default void whenMemoryIsWanted(Runnable call) {
            // It holds none that is worth a word.
        }

        /** Gives the memory to others; the stream goes on where it was. */
        default void leaveMemory() throws IOException {
            // It holds none that is worth a word.
        }

        @Override
        void close();

        static ReplyBody of(InputStream stream) {
            return new InMemoryBody(stream);
        }
    }

    /** Is told of the end of a body once, where blocking is allowed, and before another line of the client is looked at. */
    public interface HandOver {
        /** @param octets of the body, all of which have left the server with the end of the reply */
        void complete(long octets);

        /** @param octets of the body that have left the server at least; the end of the reply has not */
        void cutOff(long octets);
    }

    private static final class InMemoryBody implements ReplyBody {
        private final InputStream stream;

        private InMemoryBody(InputStream stream) {
            this.stream = stream;
        }

        @Override
        public InputStream stream() {
            return stream;
        }

        @Override
        public OptionalLong promisedOctets() {
            return OptionalLong.empty();
        }

        @Override
        public void close() {
            // It has nothing but memory.
        }
    }
}
