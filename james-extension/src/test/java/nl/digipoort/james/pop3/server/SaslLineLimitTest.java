// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.netty.buffer.Unpooled;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.Greeting;
import nl.digipoort.james.pop3.Reply;
import nl.digipoort.james.pop3.authorization.SaslConversation;
import nl.digipoort.james.pop3.authorization.SaslStep;
import nl.digipoort.james.sasl.Credentials;
import nl.digipoort.james.sasl.DigestMd5Settings;
import nl.digipoort.james.sasl.Mechanism;
import nl.digipoort.james.sasl.Mechanisms;
import nl.digipoort.james.transport.AddressedChannel;
import org.apache.james.protocols.api.ProtocolConfigurationImpl;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerChainImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that are too long within a SASL exchange, on a whole connection. */
class SaslLineLimitTest {
    private final Credentials credentials =
            Credentials.inRealm("digipoort.example").with("chris", "secret");
    private final Mechanisms mechanisms = Mechanisms.of(List.of(
            Mechanism.digestMd5(
                    DigestMd5Settings.of("digipoort.example", List.of("digipoort.example")),
                    credentials,
                    () -> "OA6MG9tEQGm2hh"),
            Mechanism.plain(credentials),
            Mechanism.login(credentials)));
    private SaslConversation conversation;
    private AddressedChannel channel;

    @BeforeEach
    void connect() {
        ProtocolHandlerChainImpl handlers = new ProtocolHandlerChainImpl();
        handlers.addAll(List.of(new Greeting(), new Dispatcher()));
        HandlerChain chain = new HandlerChain(
                handlers, new ProtocolConfigurationImpl("test") {}, Runnable::run, client -> Runnable::run);
        channel = new AddressedChannel(
                new Pop3Connection(chain, pipeline -> {}, TestListenerLimits.noTimer(), new UnsentOctets(1 << 20)));
        channel.pipeline().fireUserEventTriggered(SslHandshakeCompletionEvent.SUCCESS);
        answers();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DIGEST-MD5", "PLAIN", "LOGIN"})
    void endsTheExchangeAndTakesTheNextLineForACommand(String mechanism) {
        assertThat(receive(mechanism + "\r\n")).startsWith("+ ");

        assertThat(receive("A".repeat(SaslConversation.MAX_LINE_OCTETS) + "\r\nNOOP\r\n"))
                .isEqualTo("-ERR Line too long\r\n+OK NOOP\r\n");
        assertThatIllegalStateException().isThrownBy(() -> conversation.onLine(new byte[0]));
        assertThat(receive(mechanism + "\r\n")).startsWith("+ ");
    }

    @Test
    void doesSoHoweverTheLineIsCut() {
        receive("PLAIN\r\n");

        String line = "A".repeat(9000) + "\r\nNOOP\r\n";
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < line.length(); i += 7) {
            answers.append(receive(line.substring(i, Math.min(line.length(), i + 7))));
        }

        assertThat(answers).hasToString("-ERR Line too long\r\n+OK NOOP\r\n");
    }

    @Test
    void refusesADigestResponseThatIsTooLongAsAnyOther() {
        receive("DIGEST-MD5\r\n");
        String tooLong = receive("A".repeat(5464) + "\r\n");
        receive("DIGEST-MD5\r\n");
        String rubbish = receive("AAAA\r\n");

        assertThat(tooLong).isEqualTo(rubbish).isEqualTo("-ERR MALFORMED\r\n");
        assertThat(receive("NOOP\r\n")).isEqualTo("+OK NOOP\r\n");
    }

    @Test
    void goesByTheLimitOfCommandsOutsideTheExchange() {
        assertThat(receive("A".repeat(300) + "\r\n")).isEqualTo("-ERR Line too long\r\n");
    }

    private String receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, ISO_8859_1));
        return answers();
    }

    private String answers() {
        channel.runPendingTasks();
        return channel.sent();
    }

    /** A line that names a mechanism begins an exchange with it. */
    private final class Dispatcher implements LineHandler<DigipoortSession> {
        @Override
        public Response onLine(DigipoortSession session, byte[] line) {
            String text = new String(line, ISO_8859_1);
            if (!mechanisms.names().contains(text)) {
                return Reply.ok(text);
            }
            conversation = new SaslConversation(mechanisms);
            session.pushLineHandler(new Exchange());
            return reply(session, () -> conversation.start(text, Optional.empty()));
        }
    }

    private final class Exchange implements LineHandler<DigipoortSession> {
        @Override
        public Response onLine(DigipoortSession session, byte[] line) {
            return reply(session, () -> conversation.onLine(line));
        }

        @Override
        public void destroy() {
            conversation.close();
        }
    }

    private static Reply reply(DigipoortSession session, Supplier<SaslStep> step) {
        return step.get().fold(challenge -> Reply.challenge(challenge.line()), success -> Reply.ok("in"), failure -> {
            session.popLineHandler();
            return Reply.error(failure.kind().name());
        });
    }
}
