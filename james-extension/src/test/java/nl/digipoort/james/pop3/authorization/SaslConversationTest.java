// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import nl.digipoort.james.pop3.authorization.SaslStep.Failure;
import nl.digipoort.james.sasl.Credentials;
import nl.digipoort.james.sasl.DigestMd5Settings;
import nl.digipoort.james.sasl.Mechanism;
import nl.digipoort.james.sasl.Mechanism.Exposure;
import nl.digipoort.james.sasl.Mechanism.InitialResponse;
import nl.digipoort.james.sasl.Mechanisms;
import nl.digipoort.james.sasl.UnavailableCredentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaslConversationTest {
    private static final String ELWOOD = "elwood.innosoft.com";

    private static final String RFC_CHALLENGE = "+ cmVhbG09ImVsd29vZC5pbm5vc29mdC5jb20iLG5vbmNlPSJPQTZNRzl0"
            + "RVFHbTJoaCIscW9wPSJhdXRoIixhbGdvcml0aG09bWQ1LXNlc3MsY2hh"
            + "cnNldD11dGYtOA==";
    private static final String RFC_RESPONSE = "Y2hhcnNldD11dGYtOCx1c2VybmFtZT0iY2hyaXMiLHJlYWxtPSJlbHdvb2"
            + "QuaW5ub3NvZnQuY29tIixub25jZT0iT0E2TUc5dEVRR20yaGgiLG5jPTAw"
            + "MDAwMDAxLGNub25jZT0iT0E2TUhYaDZWcVRyUmsiLGRpZ2VzdC11cmk9In"
            + "BvcC9lbHdvb2QuaW5ub3NvZnQuY29tIixyZXNwb25zZT1iMGQ1NmQyZjA1"
            + "NGMyNGI2MjA3MjMyMjEwNjQ2OGRiOSxxb3A9YXV0aA==";
    private static final String RFC_ANSWER = "+ cnNwYXV0aD0wYjk3MTQ2MmNlZjVlOGY5MzBkYjlhMzNiMDJmYzlhMA==";

    private final Credentials credentials =
            Credentials.inRealm(ELWOOD).with("chris", "secret").with("test", "test", "test@example.org");

    private final Mechanisms mechanisms = Mechanisms.of(List.of(
            Mechanism.digestMd5(DigestMd5Settings.of(ELWOOD, List.of(ELWOOD)), credentials, () -> "OA6MG9tEQGm2hh"),
            Mechanism.plain(credentials),
            Mechanism.login(credentials)));

    private final SaslConversation conversation = new SaslConversation(mechanisms);

    @Test
    void followsTheDigestDialogueOfRfc5034() {
        String challenge = challenge(conversation.start("DIGEST-MD5", Optional.empty()));
        String answer = challenge(line(RFC_RESPONSE));
        String account = account(line(""));

        assertThat(challenge).isEqualTo(RFC_CHALLENGE);
        assertThat(answer).isEqualTo(RFC_ANSWER);
        assertThat(account).isEqualTo("chris");
    }

    @Test
    void followsThePlainDialoguesOfRfc5034() {
        String withInitialResponse = account(conversation.start("PLAIN", Optional.of("dGVzdAB0ZXN0AHRlc3Q=")));
        SaslConversation second = new SaslConversation(mechanisms);
        String challenge = challenge(second.start("plain", Optional.empty()));
        String without = account(second.onLine(octets("dGVzdAB0ZXN0AHRlc3Q=")));

        assertThat(withInitialResponse).isEqualTo("test@example.org");
        assertThat(challenge).isEqualTo("+ ");
        assertThat(without).isEqualTo("test@example.org");
    }

    @Test
    void followsALoginDialogue() {
        String username = challenge(conversation.start("LOGIN", Optional.empty()));
        String password = challenge(line(base64("test")));
        String account = account(line(base64("test")));

        assertThat(username).isEqualTo("+ VXNlcm5hbWU6");
        assertThat(password).isEqualTo("+ UGFzc3dvcmQ6");
        assertThat(account).isEqualTo("test@example.org");
    }

    @Test
    void takesTheLoginNameFromTheInitialResponse() {
        String password = challenge(conversation.start("LOGIN", Optional.of(base64("test"))));

        assertThat(password).isEqualTo("+ UGFzc3dvcmQ6");
        assertThat(account(line(base64("test")))).isEqualTo("test@example.org");
    }

    @Test
    void failsWhenTheMechanismIsUnknown() {
        assertThat(kind(conversation.start("GSSAPI", Optional.empty()))).isEqualTo(Failure.Kind.UNKNOWN_MECHANISM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "dGVzdAB0ZXN0AHRlc3Q=", "rubbish!", RFC_RESPONSE})
    void failsWhenTheMechanismAllowsNoInitialResponse(String token) {
        assertThat(kind(conversation.start("DIGEST-MD5", Optional.of(token))))
                .isEqualTo(Failure.Kind.INITIAL_RESPONSE_NOT_ALLOWED);
    }

    @ParameterizedTest
    @CsvSource({"PLAIN,=", "LOGIN,=", "PLAIN,''", "LOGIN,''", "PLAIN,*", "PLAIN,dGVzdAB0ZXN0AHRlc3Q", "LOGIN,dGVzd"})
    void failsWhenTheInitialResponseIsEmptyOrNotBase64(String mechanism, String token) {
        assertThat(kind(conversation.start(mechanism, Optional.of(token)))).isEqualTo(Failure.Kind.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=",
                "==",
                "===",
                "====",
                "A",
                "AA",
                "AAA",
                "AA=A",
                "A===",
                "=AAA",
                "AAA=BBB",
                "AAA=BBB=",
                "AA==AAAA",
                "AAA=AAA=",
                "dGVzdAB0ZXN0AHRlc3Q",
                "dGVzdAB0ZXN0AHRlc3Q==",
                "dGVzdAB0ZXN0AHRlc3Q= ",
                " dGVzdAB0ZXN0AHRlc3Q",
                "dGVzdAB0 ZXN0AHRlc3Q",
                "dGVz\r\ndAB0ZXN0AHRlc3Q=",
                "dGVzdAB0ZXN0AHRlc3-_",
                "dGVzdAB0ZXN0AHRlc3\u0000=",
                "dGVzdAB0ZXN0AHRlc\u00E9=",
                "**",
                "* ",
                "****",
            })
    void failsWhenALineIsNotStrictBase64(String line) {
        conversation.start("PLAIN", Optional.empty());

        Failure failure = failure(line(line));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.MALFORMED);
        assertThat(failure.reason()).isEqualTo("not base64");
    }

    @Test
    void takesTheLongestLineAndNoLonger() {
        SaslConversation second = new SaslConversation(mechanisms);
        conversation.start("PLAIN", Optional.empty());
        second.start("PLAIN", Optional.empty());

        Failure longest = failure(line("A".repeat(5460)));
        Failure longer = failure(second.onLine(octets("A".repeat(5464))));

        assertThat(SaslConversation.MAX_LINE_OCTETS).isGreaterThan(5464 + 2);
        assertThat(longest.reason()).isNotEqualTo(longer.reason());
        assertThat(longer.reason()).isEqualTo("the line is too long");
        assertThat(longer.kind()).isEqualTo(Failure.Kind.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "DIGEST-MD5"})
    void endsWhenTheClientCancelsAtTheFirstStep(String mechanism) {
        conversation.start(mechanism, Optional.empty());

        assertThat(kind(line("*"))).isEqualTo(Failure.Kind.CANCELLED);
        assertThatIllegalStateException().isThrownBy(() -> line(""));
    }

    @Test
    void endsWithoutAnAccountWhenTheClientCancelsAfterItsProof() {
        conversation.start("DIGEST-MD5", Optional.empty());
        line(RFC_RESPONSE);

        assertThat(kind(line("*"))).isEqualTo(Failure.Kind.CANCELLED);
        assertThatIllegalStateException().isThrownBy(() -> line(""));
    }

    @Test
    void failsWhenTheLastLineIsNotEmpty() {
        conversation.start("DIGEST-MD5", Optional.empty());
        line(RFC_RESPONSE);

        assertThat(kind(line("AAAA"))).isEqualTo(Failure.Kind.MALFORMED);
        assertThatIllegalStateException().isThrownBy(() -> line(""));
    }

    @Test
    void failsTheSameWayWhenTheUserIsUnknownOrThePasswordWrong() {
        Failure wrong = failure(conversation.start("PLAIN", Optional.of(base64("\0test\0wrong"))));
        Failure unknown =
                failure(new SaslConversation(mechanisms).start("PLAIN", Optional.of(base64("\0nobody\0test"))));

        assertThat(wrong.kind()).isEqualTo(unknown.kind()).isEqualTo(Failure.Kind.REFUSED);
        assertThat(wrong.reason()).isEqualTo(unknown.reason());
        assertThat(wrong.attemptedName()).contains("test");
        assertThat(unknown.attemptedName()).contains("nobody");
    }

    @Test
    void tellsFormFromAWrongGuess() {
        assertThat(kind(conversation.start("PLAIN", Optional.of(base64("test")))))
                .isEqualTo(Failure.Kind.MALFORMED);
    }

    @Test
    void beginsOnlyOnce() {
        assertThatIllegalStateException().isThrownBy(() -> line(""));

        conversation.start("LOGIN", Optional.empty());

        assertThatIllegalStateException().isThrownBy(() -> conversation.start("LOGIN", Optional.empty()));
    }

    @Test
    void sendsWhatAServerSaysAtItsEndAsOneMoreChallenge() {
        FakeServer server = new FakeServer(Optional.of("last words"));
        SaslConversation open = conversation(server, InitialResponse.NOT_ALLOWED);

        String challenge = challenge(open.start("FAKE", Optional.empty()));
        int disposedBefore = server.disposed;
        String account = account(open.onLine(octets("")));

        assertThat(challenge).isEqualTo("+ " + base64("last words"));
        assertThat(account).isEqualTo("fake");
        assertThat(disposedBefore).isZero();
        assertThat(server.disposed).isEqualTo(1);
    }

    @Test
    void failsWhenTheLastWordsAreNotAnsweredByAnEmptyLine() {
        FakeServer server = new FakeServer(Optional.of("last words"));
        SaslConversation open = conversation(server, InitialResponse.NOT_ALLOWED);
        open.start("FAKE", Optional.empty());

        assertThat(kind(open.onLine(octets("AAAA")))).isEqualTo(Failure.Kind.MALFORMED);
        assertThat(server.disposed).isEqualTo(1);
    }

    @Test
    void disposesOfTheServerWhenItSucceedsAtOnce() {
        FakeServer server = new FakeServer(Optional.empty());

        String account =
                account(conversation(server, InitialResponse.EXPECTED).start("FAKE", Optional.of(base64("anything"))));

        assertThat(account).isEqualTo("fake");
        assertThat(server.disposed).isEqualTo(1);
        assertThat(server.responses).allSatisfy(response -> assertThat(response).containsOnly(0));
    }

    @Test
    void disposesOfTheServerWhenTheClientCancelsOrSendsRubbish() {
        for (String line : new String[] {"*", "rubbish!", "A".repeat(5464)}) {
            FakeServer server = new FakeServer(Optional.of("last words"));
            SaslConversation open = conversation(server, InitialResponse.NOT_ALLOWED);
            open.start("FAKE", Optional.empty());

            failure(open.onLine(octets(line)));

            assertThat(server.disposed).isEqualTo(1);
        }
    }

    @Test
    void disposesOfTheServerOnceWhenTheConnectionIsGone() {
        FakeServer server = new FakeServer(Optional.of("last words"));
        SaslConversation open = conversation(server, InitialResponse.NOT_ALLOWED);
        open.start("FAKE", Optional.empty());

        open.close();
        open.close();

        assertThat(server.disposed).isEqualTo(1);
        assertThatIllegalStateException().isThrownBy(() -> open.onLine(octets("")));
    }

    @Test
    void disposesOfTheServerWhenItRefusesInItsOwnWay() {
        FakeServer server = new FakeServer(Optional.empty());
        server.refusal = Optional.of(new SaslException("not for the wire"));
        SaslConversation open = conversation(server, InitialResponse.NOT_ALLOWED);

        Failure failure = failure(open.start("FAKE", Optional.empty()));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.REFUSED);
        assertThat(failure.reason()).doesNotContain("not for the wire");
        assertThat(server.disposed).isEqualTo(1);
    }

    @Test
    void passesOnThatCredentialsAreUnavailableAndEnds() {
        Mechanism plain = Mechanism.plain(new UnavailableCredentials());
        SaslConversation open = new SaslConversation(Mechanisms.of(List.of(plain)));

        assertThatThrownBy(() -> open.start("PLAIN", Optional.of(base64("\0test\0test"))))
                .isInstanceOf(UncheckedIOException.class);
        assertThatIllegalStateException().isThrownBy(() -> open.onLine(octets("")));
    }

    private SaslStep line(String line) {
        return conversation.onLine(octets(line));
    }

    private static SaslConversation conversation(SaslServer server, InitialResponse initialResponse) {
        return new SaslConversation(
                Mechanisms.of(List.of(Mechanism.of("FAKE", initialResponse, Exposure.PROOF, () -> server))));
    }

    private static byte[] octets(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(octets(text));
    }

    private static String challenge(SaslStep step) {
        return step.fold(
                SaslStep.Challenge::line,
                success -> fail("success"),
                failure -> fail(failure.kind() + ": " + failure.reason()));
    }

    private static String account(SaslStep step) {
        return step.fold(
                challenge -> fail(challenge.line()),
                SaslStep.Success::account,
                failure -> fail(failure.kind() + ": " + failure.reason()));
    }

    private static Failure failure(SaslStep step) {
        return step.fold(challenge -> fail(challenge.line()), success -> fail("success"), failure -> failure);
    }

    private static Failure.Kind kind(SaslStep step) {
        return failure(step).kind();
    }

    /** Completes at its first step, with or without data, as the JDK's servers do. */
    private static final class FakeServer implements SaslServer {
        private final Optional<String> lastWords;
        private final List<byte[]> responses = new ArrayList<>();
        private Optional<SaslException> refusal = Optional.empty();
        private boolean complete;
        private int disposed;

        private FakeServer(Optional<String> lastWords) {
            this.lastWords = lastWords;
        }

        @Override
        public String getMechanismName() {
            return "FAKE";
        }

        @Override
        public byte[] evaluateResponse(byte[] response) throws SaslException {
            responses.add(response);
            if (refusal.isPresent()) {
                throw refusal.get();
            }
            complete = true;
            return lastWords.map(SaslConversationTest::octets).orElse(null);
        }

        @Override
        public boolean isComplete() {
            return complete;
        }

        @Override
        public String getAuthorizationID() {
            return "fake";
        }

        @Override
        public byte[] unwrap(byte[] incoming, int offset, int length) {
            throw new IllegalStateException("no security layer");
        }

        @Override
        public byte[] wrap(byte[] outgoing, int offset, int length) {
            throw new IllegalStateException("no security layer");
        }

        @Override
        public Object getNegotiatedProperty(String name) {
            return null;
        }

        @Override
        public void dispose() {
            disposed++;
        }
    }
}
