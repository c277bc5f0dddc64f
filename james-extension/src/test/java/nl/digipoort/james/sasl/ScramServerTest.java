// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import static nl.digipoort.james.sasl.Credentials.text;
import static nl.digipoort.james.sasl.Credentials.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Base64;
import java.util.Map;
import nl.digipoort.james.sasl.AuthenticationFailedException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramServerTest {
    private static final ChannelBindings BINDINGS =
            ChannelBindings.of(Map.of("tls-exporter", utf8("here"), "tls-server-end-point", utf8("there")));

    private final ScramRecords records =
            ScramRecords.sha256().with("user", "pencil").with("a,b=c", "pencil").with("zo\u00eb", "p\u00e4ss");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n,,n=user,r=abc                | user",
                "n,a=user,n=user,r=abc          | user",
                "n,a=USER,n=user,r=abc          | user",
                "n,,n=user,r=abc,x=more,y=again | user",
                "n,,n=a=2Cb=3Dc,r=abc           | a,b=c",
                "y,,n=user,r=abc                | user",
            })
    void letsInWhoProvesThePasswordHoweverTheNameIsWritten(String first, String account) throws Exception {
        ScramServer server = server("SCRAM-SHA-256", ChannelBindings.NONE);

        play(server, first, "", "pencil");

        assertThat(server.getAuthorizationID()).isEqualTo(account);
    }

    @Test
    void takesANameOutsideAscii() throws Exception {
        ScramServer server = server("SCRAM-SHA-256", ChannelBindings.NONE);

        play(server, "n,,n=zo\u00eb,r=abc", "", "p\u00e4ss");

        assertThat(server.getAuthorizationID()).isEqualTo("zo\u00eb");
    }

    @ParameterizedTest
    @CsvSource({"tls-exporter,here", "tls-server-end-point,there"})
    void letsInWhoSeesTheSameConnection(String type, String octets) throws Exception {
        ScramServer server = server("SCRAM-SHA-256-PLUS", BINDINGS);

        play(server, "p=" + type + ",,n=user,r=abc", octets, "pencil");

        assertThat(server.getAuthorizationID()).isEqualTo("user");
    }

    @ParameterizedTest
    @CsvSource({"tls-exporter,there", "tls-exporter,''", "tls-server-end-point,here", "tls-server-end-point,therE"})
    void refusesWhoSeesAnotherConnectionThoughThePasswordIsRight(String type, String octets) {
        ScramServer server = server("SCRAM-SHA-256-PLUS", BINDINGS);

        AuthenticationFailedException failure = catchThrowableOfType(
                AuthenticationFailedException.class,
                () -> play(server, "p=" + type + ",,n=user,r=abc", octets, "pencil"));

        assertThat(failure).hasMessage("the channel binding is not that of this connection");
        assertThat(failure.kind()).isEqualTo(Kind.UNBOUND);
        assertThat(failure.attemptedName()).contains("user");
        assertThat(server.isComplete()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SCRAM-SHA-256      | y,,n=user,r=a            | the client was not shown that channel binding is offered",
                "SCRAM-SHA-256      | p=tls-exporter,,n=user,r=a | a channel binding is used without a -PLUS mechanism",
                "SCRAM-SHA-256-PLUS | n,,n=user,r=a            | no channel binding is used with a -PLUS mechanism",
                "SCRAM-SHA-256-PLUS | y,,n=user,r=a            | no channel binding is used with a -PLUS mechanism",
                "SCRAM-SHA-256-PLUS | p=tls-unique,,n=user,r=a | the type of channel binding is not offered",
            })
    void refusesAFlagThatDoesNotFitTheOffer(String mechanism, String first, String reason) {
        ScramServer server = server(mechanism, BINDINGS);

        assertThatThrownBy(() -> server.evaluateResponse(utf8(first))).hasMessage(reason);
        assertThat(records.given()).isEmpty();
    }

    /** Somebody in the middle makes the client's flag fit; the client signs the one that it sent. */
    @Test
    void refusesAFlagThatWasChangedOnTheWay() throws Exception {
        ScramServer server = server("SCRAM-SHA-256", BINDINGS);
        String challenge = text(server.evaluateResponse(utf8("n,,n=user,r=abc")));

        byte[] signed = response("y,,", "n=user,r=abc", challenge, "", "pencil");

        assertThatThrownBy(() -> server.evaluateResponse(signed))
                .hasMessage("the channel binding is not that of this connection");
    }

    @Test
    void asksAnUnknownUserAsAKnownOneAndRefusesItsProofInTheSameWords() throws Exception {
        ScramServer unknown = server("SCRAM-SHA-256", ChannelBindings.NONE);
        ScramServer wrong = server("SCRAM-SHA-256", ChannelBindings.NONE);

        AuthenticationFailedException first = catchThrowableOfType(
                AuthenticationFailedException.class, () -> play(unknown, "n,,n=nobody,r=abc", "", "pencil"));
        AuthenticationFailedException second = catchThrowableOfType(
                AuthenticationFailedException.class, () -> play(wrong, "n,,n=user,r=abc", "", "pencil2"));

        assertThat(first).hasMessage(second.getMessage());
        assertThat(first.kind()).isEqualTo(Kind.REFUSED).isEqualTo(second.kind());
        assertThat(first.attemptedName()).contains("nobody");
    }

    @Test
    void refusesTheKeyOfADecoy() throws Exception {
        ScramServer server = server("SCRAM-SHA-256", ChannelBindings.NONE);
        String challenge = text(server.evaluateResponse(utf8("n,,n=nobody,r=abc")));
        String withoutProof = "c=biws,r=abc" + "server";
        byte[] signature =
                ScramHash.SHA_256.hmac(new byte[32], utf8("n=nobody,r=abc," + challenge + "," + withoutProof));

        assertThatThrownBy(() -> server.evaluateResponse(utf8(withoutProof + ",p=" + base64(signature))))
                .hasMessage("the credentials are refused");
    }

    @Test
    void refusesTheIdentityOfAnotherAccount() {
        ScramServer server = server("SCRAM-SHA-256", ChannelBindings.NONE);

        assertThatThrownBy(() -> play(server, "n,a=zo\u00eb,n=user,r=abc", "", "pencil"))
                .hasMessage("the credentials are refused");
    }

    @Test
    void erasesTheKeysHoweverTheExchangeEnds() throws Exception {
        ScramServer right = server("SCRAM-SHA-256", ChannelBindings.NONE);
        play(right, "n,,n=user,r=abc", "", "pencil");
        ScramServer malformed = server("SCRAM-SHA-256", ChannelBindings.NONE);
        malformed.evaluateResponse(utf8("n,,n=user,r=abc"));
        assertThatThrownBy(() -> malformed.evaluateResponse(utf8("x")))
                .isInstanceOf(AuthenticationFailedException.class);
        ScramServer abandoned = server("SCRAM-SHA-256", ChannelBindings.NONE);
        abandoned.evaluateResponse(utf8("n,,n=user,r=abc"));
        assertThat(records.given().get(2).storedKey()).isNotEqualTo(new byte[32]);
        abandoned.dispose();

        assertThat(records.given()).hasSize(3).allSatisfy(secret -> {
            assertThat(secret.storedKey()).isEqualTo(new byte[32]);
            assertThat(secret.serverKey()).isEqualTo(new byte[32]);
        });
        assertThat(records.given().get(0)).hasToString("ScramSecret[user]");
    }

    @Test
    void keepsNoCopyOfTheKeys() {
        byte[] storedKey = {1};
        byte[] serverKey = {2};

        ScramSecret.of("user", new byte[] {3}, 4096, storedKey, serverKey).erase();

        assertThat(storedKey).containsExactly(0);
        assertThat(serverKey).containsExactly(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n",
                "n,",
                "n,,",
                "n,,n=user",
                "n,,r=abc,n=user",
                "n,,m=x,n=user,r=abc",
                "n,,n=,r=abc",
                "n,,n=user,r=",
                "n,,n=user,r=abc,",
                "n,,n=user,r=abc,xy",
                "n,,n=user,r=abc,1=y",
                "n,,n=user,r=a c",
                "n,,n=us=er,r=abc",
                "n,,n=us=2cer,r=abc",
                "n,,n=us\ner,r=abc",
                "n,,n=us\0er,r=abc",
                "n,user,n=user,r=abc",
                "n,a=,n=user,r=abc",
                "x,,n=user,r=abc",
                "N,,n=user,r=abc",
                "p=,,n=user,r=abc",
                "p=tls exporter,,n=user,r=abc",
                " n,,n=user,r=abc",
            })
    void judgesNoCredentialWhenTheFirstMessageHasNoForm(String message) {
        ScramServer server = server("SCRAM-SHA-256", ChannelBindings.NONE);

        assertMalformed(server, utf8(message));
        assertThat(records.given()).isEmpty();
        assertMalformed(server, utf8("n,,n=user,r=abc"));
    }

    @Test
    void refusesANameThatIsNotUtf8OrTooLong() {
        assertMalformed(server("SCRAM-SHA-256", ChannelBindings.NONE), Octets.toBytes("n,,n=\u00eb,r=abc"));
        assertMalformed(server("SCRAM-SHA-256", ChannelBindings.NONE), utf8("n,,n=" + "a".repeat(256) + ",r=abc"));
        assertMalformed(server("SCRAM-SHA-256", ChannelBindings.NONE), utf8("n,,n=user,r=" + "a".repeat(2048)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c=biws",
                "c=biws,r=abcserver",
                "r=abcserver,c=biws,p=AAAA",
                "c=biws,r=abcserver,p=AAAA",
                "c=biws,r=abcserver,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "c=biws,r=abcserver,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=",
                "c=biws,r=abcserver,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=,",
                "c=biws,r=abcserver,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=,x=y",
                "c=biw,r=abcserver,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "c=biws,r=abcserver,x,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            })
    void judgesNoCredentialWhenTheLastMessageHasNoForm(String message) throws Exception {
        ScramServer server = server("SCRAM-SHA-256", ChannelBindings.NONE);
        server.evaluateResponse(utf8("n,,n=user,r=abc"));

        assertMalformed(server, utf8(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "abcother", "server", "xabcserver"})
    void refusesAnotherNonceThanThatOfTheChallenge(String nonce) throws Exception {
        ScramServer server = server("SCRAM-SHA-256", ChannelBindings.NONE);
        server.evaluateResponse(utf8("n,,n=user,r=abc"));

        assertThatThrownBy(() -> server.evaluateResponse(
                        utf8("c=biws,r=" + nonce + ",p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")))
                .hasMessage("nonce is not the one of the challenge");
    }

    private ScramServer server(String mechanism, ChannelBindings bindings) {
        return new ScramServer(mechanism, ScramHash.SHA_256, records, () -> "server", bindings);
    }

    /** The client's part, with what it knows of the connection. */
    private void play(ScramServer server, String first, String binding, String password) throws Exception {
        String challenge = text(server.evaluateResponse(utf8(first)));
        int bare = first.indexOf(',', first.indexOf(',') + 1) + 1;
        server.evaluateResponse(
                response(first.substring(0, bare), first.substring(bare), challenge, binding, password));
    }

    private byte[] response(String header, String bare, String challenge, String binding, String password) {
        ScramHash hash = ScramHash.SHA_256;
        String nonce = challenge.substring(0, challenge.indexOf(','));
        String withoutProof = "c=" + base64(utf8(header + binding)) + "," + nonce;
        byte[] clientKey = hash.hmac(records.saltedPassword(password), utf8("Client Key"));
        byte[] proof = hash.hmac(hash.hash(clientKey), utf8(bare + "," + challenge + "," + withoutProof));
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= clientKey[i];
        }
        return utf8(withoutProof + ",p=" + base64(proof));
    }

    private static void assertMalformed(ScramServer server, byte[] message) {
        AuthenticationFailedException failure =
                catchThrowableOfType(AuthenticationFailedException.class, () -> server.evaluateResponse(message));

        assertThat(failure).isNotNull();
        assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
        assertThat(server.isComplete()).isFalse();
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
