// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import nl.digipoort.james.pop3.Reply.Afterwards;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.pop3.POP3Response;
import org.junit.jupiter.api.Test;

/** The kinds of answers: each comes as itself, and none can lose what it holds by a change that is meant for another. */
class AnswerTest {
    private final List<String> taken = new ArrayList<>();

    @Test
    void comesAsWhatItIs() {
        Answer.Taker taker = new Answer.Taker() {
            @Override
            public void take(Reply reply) {
                taken.add("reply");
            }

            @Override
            public void take(MultiLineReply reply) {
                taken.add("lines");
            }

            @Override
            public void take(DelayedAnswer answer) {
                taken.add("later");
            }
        };

        Stream.<Answer>of(Reply.ok(), MultiLineReply.of("", List.of()), new Late())
                .map(Answer::from)
                .forEach(answer -> answer.passTo(taker));

        assertThat(taken).containsExactly("reply", "lines", "later");
    }

    @Test
    void freesWhatItHoldsWhenItIsClosed() {
        try (Answer reply = Reply.ok();
                Answer lines = MultiLineReply.of("", new Body());
                Answer later = new Late()) {
            assertThat(Stream.of(reply, lines, later).map(Answer::statusLine)).containsExactly("+OK", "+OK", "");
        }

        assertThat(taken).containsExactly("dropped", "closed");
    }

    /** A reply with another end is a reply still: what is delayed, or has a body, cannot be made one. */
    @Test
    void endsTheConnectionOrBeginsTlsOnlyBehindOneLine() {
        Reply reply = Reply.error("no");

        assertThat(reply.thenClose())
                .extracting(Reply::statusLine, Reply::afterwards, Answer::isEndSession)
                .containsExactly("-ERR no", Afterwards.CLOSE, true);
        assertThat(reply.thenStartTls().afterwards()).isEqualTo(Afterwards.START_TLS);
        assertThat(Stream.of(Answer.class, MultiLineReply.class, DelayedAnswer.class)
                        .flatMap(kind -> Stream.of(kind.getMethods()))
                        .filter(method -> method.getReturnType() == Reply.class))
                .isEmpty();
    }

    @Test
    void tellsWhatAHandlerOfJamesSays() {
        Response goodbye = new POP3Response(POP3Response.ERR_RESPONSE, "no more");
        ((POP3Response) goodbye).setEndSession(true);

        assertThat(Answer.from(goodbye))
                .extracting(Answer::statusLine, Answer::isEndSession)
                .containsExactly("-ERR no more", true);
        assertThat(Answer.from(new POP3Response(POP3Response.OK_RESPONSE, "hello"))
                        .statusLine())
                .isEqualTo("+OK hello");
    }

    private final class Late extends DelayedAnswer {
        @Override
        public Duration delay() {
            return Duration.ZERO;
        }

        @Override
        public Answer give() {
            return Reply.ok();
        }

        @Override
        public void drop() {
            taken.add("dropped");
        }
    }

    private final class Body implements ReplyBody {
        @Override
        public InputStream stream() {
            return new ByteArrayInputStream("x\r\n".getBytes(US_ASCII));
        }

        @Override
        public void close() {
            taken.add("closed");
        }
    }
}
