// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import static nl.digipoort.james.sasl.Credentials.text;
import static nl.digipoort.james.sasl.Credentials.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.digipoort.james.sasl.AuthenticationFailedException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestMd5ServerTest {
    private static final String REALM = "digipoort.example";
    private static final String HOST = "pop3.digipoort.example";
    private static final String NONCE = "OA6MG9tEQGm2hh";
    private static final String UNPROVEN = "response=00000000000000000000000000000000";

    /** A correct response without its proof, which {@link #prove} fills in. */
    private static final String RESPONSE =
            """
            charset=utf-8,username="chris",realm="digipoort.example",nonce="OA6MG9tEQGm2hh",nc=00000001,\
            cnonce="OA6MHXh6VqTrRk",digest-uri="pop/pop3.digipoort.example",qop=auth,\
            response=00000000000000000000000000000000""";

    private final Credentials credentials = Credentials.inRealm(REALM)
            .with("chris", "secret", "chris@example.org")
            .with("george", "other");

    @Test
    void challengesWithOneRealmAndBareTokens() throws Exception {
        DigestMd5Server server = new DigestMd5Server(settings(), credentials, () -> NONCE);

        String challenge = text(server.evaluateResponse(new byte[0]));

        assertThat(challenge)
                .isEqualTo(
                        """
                        realm="digipoort.example",nonce="OA6MG9tEQGm2hh",qop="auth",\
                        algorithm=md5-sess,charset=utf-8""");
    }

    @Test
    void escapesTheRealmAndReadsItBack() throws Exception {
        String realm = "a \"b\" c\\d";
        DigestMd5Server server = new DigestMd5Server(
                DigestMd5Settings.of(realm, List.of(HOST)),
                Credentials.inRealm(realm).with("chris", "secret"),
                () -> NONCE);

        String challenge = text(server.evaluateResponse(new byte[0]));
        String response = prove(RESPONSE.replace(REALM + "\",nonce", "a \\\"b\\\" c\\\\d\",nonce"), realm);
        byte[] answer = server.evaluateResponse(utf8(response));

        assertThat(challenge).startsWith("realm=\"a \\\"b\\\" c\\\\d\",nonce=");
        assertThat(text(answer)).startsWith("rspauth=");
    }

    @Test
    void staysBelowTheLimitWhenTheRealmIsLongest() throws Exception {
        String realm = "\"".repeat(DigestMd5Settings.MAX_REALM_OCTETS);
        DigestMd5Server server = new DigestMd5Server(
                DigestMd5Settings.of(realm, List.of(HOST)), credentials, NonceSource.random(new SecureRandom()));

        assertThat(server.evaluateResponse(new byte[0])).hasSizeLessThan(2048);
    }

    @Test
    void yieldsTheCanonicalAccountWithItsProof() throws Exception {
        DigestMd5Server server = challenged();
        assertThat(server.isComplete()).isFalse();

        server.evaluateResponse(utf8(prove(RESPONSE)));

        assertThat(server.isComplete()).isTrue();
        assertThat(server.getAuthorizationID()).isEqualTo("chris@example.org");
        assertThat(server.getNegotiatedProperty("javax.security.sasl.qop")).isEqualTo("auth");
        assertThat(credentials.lookups()).containsExactly("chris");
    }

    @Test
    void refusesAnInitialResponse() {
        DigestMd5Server server = new DigestMd5Server(settings(), credentials, () -> NONCE);

        assertThat(failure(server, prove(RESPONSE)).kind()).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void servesANonceOnceEvenAfterAFailure() throws Exception {
        DigestMd5Server server = challenged();
        assertThat(failure(server, RESPONSE).kind()).isEqualTo(Kind.REFUSED);

        AuthenticationFailedException again = failure(server, prove(RESPONSE));

        assertThat(again).hasMessage("the exchange is over");
    }

    @Test
    void refusesEverythingOnceDisposedOf() throws Exception {
        DigestMd5Server server = challenged();

        server.dispose();

        assertThat(failure(server, prove(RESPONSE))).hasMessage("the exchange is over");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "qop=auth,|''",
                "qop=auth|qop=\"auth\"",
                "qop=auth|qop=AUTH",
                "qop=auth|qop=auth,algorithm=md5-sess,opaque=\"x\",domain=\"y\",stale=true,unknown=z",
                "qop=auth|qop=auth,unknown=1,unknown=2,algorithm=a,algorithm=b",
                "qop=auth|qop=auth,maxbuf=65536",
                "qop=auth|qop=auth,maxbuf=17",
                "qop=auth|qop=auth,maxbuf=\"16777215\"",
                "qop=auth|qop=auth,cipher=rc4",
                "qop=auth|qop=auth,authzid=\"chris\"",
                "qop=auth|qop=auth,authzid=\"chris@example.org\"",
                "qop=auth|qop=auth,authzid=\"CHRIS\"",
                "qop=auth|qop=auth,authzid=\"Chris@Example.ORG\"",
                "charset=utf-8|charset=\"utf-8\"",
                "charset=utf-8|charset=UTF-8",
                "charset=utf-8,|''",
                "charset=utf-8|,, CHARSET = \"Utf-8\" ,",
                "nc=00000001|nc=\"00000001\"",
                "username=\"chris\"|USERNAME=\"c\\hris\"",
                "username=\"chris\"|username=chris",
                "digest-uri=\"pop/pop3.digipoort.example\"|digest-uri=pop/pop3.digipoort.example",
                "digest-uri=\"pop/pop3.digipoort.example\"|digest-uri=\"POP/Pop3.Digipoort.Example\"",
                "pop/pop3.digipoort.example|pop3/pop3.digipoort.example",
                "pop/pop3.digipoort.example|pop/pop3.digipoort.example/digipoort.example",
                "pop/pop3.digipoort.example|pop/mail.digipoort.example",
                "pop/pop3.digipoort.example|pop/digipoort.example",
            })
    void acceptsAVariantWhenItsProofIsRight(String part, String variant) throws Exception {
        assertThat(RESPONSE).contains(part);
        DigestMd5Server server = challenged();

        byte[] answer = server.evaluateResponse(utf8(prove(RESPONSE.replace(part, variant))));

        assertThat(text(answer)).matches("rspauth=[0-9a-f]{32}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "realm=\"digipoort.example\"|realm=\"\"",
                "realm=\"digipoort.example\"|realm=\"other.example\"",
                "realm=\"digipoort.example\"|realm=\"Digipoort.Example\"",
                "nonce=\"OA6MG9tEQGm2hh\"|nonce=\"oa6mg9teqgm2hh\"",
                "nc=00000001|nc=00000002",
                "nc=00000001|nc=00000000",
                "qop=auth|qop=auth-int",
                "qop=auth|qop=auth-conf,cipher=rc4",
                "qop=auth|qop=unsupported",
                "qop=auth|qop=\"\"",
                "qop=auth|qop=\"auth,auth-int\"",
                "pop/pop3.digipoort.example|imap/pop3.digipoort.example",
                "pop/pop3.digipoort.example|pop/evil.example",
                "pop/pop3.digipoort.example|pop/127.0.0.1",
                "pop/pop3.digipoort.example|pop/::1",
                "pop/pop3.digipoort.example|pop/[2001:db8::1]",
                "pop/pop3.digipoort.example|pop/pop3.digipoort.example/evil.example",
                "pop/pop3.digipoort.example|pop/evil.example/pop3.digipoort.example",
                "pop/pop3.digipoort.example|pop/127.0.0.1.evil.example",
                "pop/pop3.digipoort.example|pop/evil:80",
            })
    void judgesNoCredentialWhenTheResponseDoesNotFitTheChallenge(String part, String variant) throws Exception {
        assertThat(RESPONSE).contains(part);

        AuthenticationFailedException failure = failure(challenged(), proveIfPossible(RESPONSE.replace(part, variant)));

        assertThat(failure.kind()).isEqualTo(Kind.MISMATCHED);
        assertThat(failure.attemptedName()).isEmpty();
        assertThat(credentials.lookups()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "username=\"chris\",|''",
                "username=\"chris\"|username=\"\"",
                "username=\"chris\"|username=\"chris\",username=\"chris\"",
                "realm=\"digipoort.example\",|''",
                "realm=\"digipoort.example\"|realm=\"digipoort.example\",realm=\"digipoort.example\"",
                "nonce=\"OA6MG9tEQGm2hh\",|''",
                "nonce=\"OA6MG9tEQGm2hh\"|nonce=\"OA6MG9tEQGm2hh\",nonce=\"OA6MG9tEQGm2hh\"",
                "cnonce=\"OA6MHXh6VqTrRk\",|''",
                "cnonce=\"OA6MHXh6VqTrRk\"|cnonce=\"\"",
                "cnonce=\"OA6MHXh6VqTrRk\"|cnonce=\"a\",cnonce=\"a\"",
                "nc=00000001,|''",
                "nc=00000001|nc=1",
                "nc=00000001|nc=000000001",
                "nc=00000001|nc=NAN",
                "nc=00000001|nc=-0000001",
                "nc=00000001|nc=00000001,nc=00000001",
                "nc=00000001|nc=00000001,nc=00000002",
                "qop=auth|qop=auth,qop=auth",
                "qop=auth|qop=auth,maxbuf=broken",
                "qop=auth|qop=auth,maxbuf=16",
                "qop=auth|qop=auth,maxbuf=16777216",
                "qop=auth|qop=auth,maxbuf=-65536",
                "qop=auth|qop=auth,maxbuf=99999999999999999999",
                "qop=auth|qop=auth,maxbuf=1024,maxbuf=1024",
                "qop=auth|qop=auth,cipher=rc4,cipher=rc4",
                "qop=auth|qop=auth,authzid=\"\"",
                "qop=auth|qop=auth,authzid=\"chris\",authzid=\"chris\"",
                "qop=auth|qop=auth,\"cipher=rc4\"",
                "qop=auth|qop=auth,authzid=\"chris\u0085\"",
                "qop=auth|qop=auth,authzid=\"\t\"",
                "username=\"chris\"|username=\"ch\u0085ris\"",
                "username=\"chris\"|username=\"ch\tris\"",
                "charset=utf-8|charset=iso-8859-1",
                "charset=utf-8|charset=\"\"",
                "charset=utf-8|charset=utf-8,charset=utf-8",
                "digest-uri=\"pop/pop3.digipoort.example\",|''",
                "digest-uri=\"pop/pop3.digipoort.example\"|digest-uri=a,digest-uri=a",
                "pop/pop3.digipoort.example|''",
                "pop/pop3.digipoort.example|pop",
                "pop/pop3.digipoort.example|pop/",
                "pop/pop3.digipoort.example|/pop3.digipoort.example",
                "pop/pop3.digipoort.example|pop//pop3.digipoort.example",
                "pop/pop3.digipoort.example|pop/pop3.digipoort.example/",
                "pop/pop3.digipoort.example|pop/pop3.digipoort.example/a/b",
                "digest-uri=|digest-uri",
            })
    void judgesNoCredentialWhenTheFormIsWrong(String part, String variant) throws Exception {
        assertThat(RESPONSE).contains(part);
        DigestMd5Server server = challenged();
        String response = RESPONSE.replace(part, variant);

        AuthenticationFailedException failure = failure(server, proveIfPossible(response));

        assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
        assertThat(failure.attemptedName()).isEmpty();
        assertThat(credentials.lookups()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "response=",
                "response=broken",
                "response=0000000000000000000000000000000",
                "response=000000000000000000000000000000000",
                "response=B0D56D2F054C24B62072322106468DB9",
                "response=00000000000000000000000000000000,response=00000000000000000000000000000000",
            })
    void judgesNoCredentialWhenTheProofHasNoForm(String proof) throws Exception {
        DigestMd5Server server = challenged();

        assertThat(failure(server, RESPONSE.replace(UNPROVEN, proof)).kind()).isEqualTo(Kind.MALFORMED);
        assertThat(credentials.lookups()).isEmpty();
    }

    @Test
    void refusesAResponseOf4096OctetsAndTakesOneLess() throws Exception {
        String proven = prove(RESPONSE);
        String longest = proven + "," + "x".repeat(4095 - proven.length() - 3) + "=y";

        byte[] answer = challenged().evaluateResponse(utf8(longest));
        AuthenticationFailedException failure = failure(challenged(), longest + "y");

        assertThat(text(answer)).startsWith("rspauth=");
        assertThat(failure).hasMessage("the response is too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7", "[2001:DB8::7]"})
    void takesAnAddressThatIsOneOfOurNames(String address) throws Exception {
        DigestMd5Settings byAddress =
                DigestMd5Settings.of("digipoort.example", List.of(HOST, "192.0.2.7", "[2001:db8::7]"));
        DigestMd5Server server = new DigestMd5Server(byAddress, credentials, () -> NONCE);
        server.evaluateResponse(new byte[0]);

        byte[] answer = server.evaluateResponse(utf8(prove(RESPONSE.replace(HOST, address))));

        assertThat(text(answer)).startsWith("rspauth=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pop/digipoort.example", "pop/127.0.0.1", "pop/::1", "pop/pop3.digipoort.example/other.example"})
    void refusesAHostThatIsNotOursWhenStrict(String uri) throws Exception {
        DigestMd5Server server =
                new DigestMd5Server(settings().withHostCheck(HostCheck.STRICT), credentials, () -> NONCE);
        server.evaluateResponse(new byte[0]);

        AuthenticationFailedException failure =
                failure(server, prove(RESPONSE.replace("pop/pop3.digipoort.example", uri)));

        assertThat(failure).hasMessage("digest-uri names another service");
    }

    @Test
    void failsTheSameWayWhenTheUserIsUnknownOrThePasswordWrong() throws Exception {
        AuthenticationFailedException unknown = failure(challenged(), RESPONSE.replace("chris", "nobody"));
        AuthenticationFailedException wrong = failure(challenged(), RESPONSE);

        assertThat(unknown).hasMessage(wrong.getMessage());
        assertThat(unknown.kind()).isEqualTo(wrong.kind()).isEqualTo(Kind.REFUSED);
        assertThat(unknown.attemptedName()).contains("nobody");
        assertThat(wrong.attemptedName()).contains("chris");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "chris"})
    void refusesAProofMadeWithTheDummyOfAMissingCandidate(String username) throws Exception {
        String response = RESPONSE.replace("chris", username);
        String proof = DigestResponse.parse(utf8(response)).calculation().clientProof(new byte[16]);

        AuthenticationFailedException failure = failure(challenged(), response.replace(UNPROVEN, "response=" + proof));

        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"george", "GEORGE", "nobody", "chris ", "chris@example.net"})
    void refusesTheIdentityOfAnotherAccount(String other) throws Exception {
        String response = prove(RESPONSE.replace("qop=auth", "qop=auth,authzid=\"" + other + "\""));

        assertThat(failure(challenged(), response).kind()).isEqualTo(Kind.REFUSED);
    }

    @Test
    void refusesANameThatIsNotUtf8WhenThatWasNamed() throws Exception {
        DigestMd5Server server = challenged();
        byte[] response = Octets.toBytes(RESPONSE.replace("\"chris\"", "\"andr\u00E9\""));

        AuthenticationFailedException failure =
                catchThrowableOfType(AuthenticationFailedException.class, () -> server.evaluateResponse(response));

        assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void looksUpTheNameAsItWasSent() throws Exception {
        failure(challenged(), RESPONSE.replace("\"chris\"", "\" Andr\u00E9\\\"s @ Home \""));

        assertThat(credentials.lookups()).containsExactly(" Andr\u00E9\"s @ Home ");
    }

    @Test
    void erasesTheSecretWhetherTheProofIsRightOrWrong() throws Exception {
        for (String response : List.of(prove(RESPONSE), RESPONSE)) {
            DigestSecret secret = DigestSecret.of("chris", DigestCandidates.of("chris", REALM, "secret".toCharArray()));
            DigestMd5Server server = new DigestMd5Server(settings(), new OneSecret(secret), () -> NONCE);
            server.evaluateResponse(new byte[0]);

            Optional<Throwable> refusal =
                    Optional.ofNullable(catchThrowable(() -> server.evaluateResponse(utf8(response))));

            assertThat(refusal.isPresent()).isEqualTo(response.contains(UNPROVEN));
            assertThat(secret.candidates()).containsExactly(new byte[16]);
        }
    }

    private record OneSecret(DigestSecret secret) implements DigestSecrets {
        @Override
        public Optional<DigestSecret> find(String username) {
            return Optional.of(secret);
        }

        @Override
        public boolean denotes(String name, String account) {
            return false;
        }
    }

    @Test
    void passesOnThatCredentialsAreUnavailable() throws Exception {
        DigestMd5Server server = new DigestMd5Server(settings(), new UnavailableCredentials(), () -> NONCE);
        server.evaluateResponse(new byte[0]);

        assertThatThrownBy(() -> server.evaluateResponse(utf8(RESPONSE))).isInstanceOf(UncheckedIOException.class);
        assertThat(failure(server, prove(RESPONSE))).hasMessage("the exchange is over");
    }

    @Test
    void provesNothingByAResponseThatIsMutilated() throws Exception {
        Random random = new Random(5034);
        byte[] proven = utf8(prove(RESPONSE));
        assertThat(challenged().evaluateResponse(proven)).isNotEmpty();
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] mutilated = proven.clone();
            for (int j = 0; j <= random.nextInt(3); j++) {
                mutilated[random.nextInt(mutilated.length)] = (byte) random.nextInt(256);
            }
            DigestMd5Server server = challenged();
            try {
                server.evaluateResponse(mutilated);
                assertThat(withoutNames(mutilated, proven)).isEqualTo(text(proven));
            } catch (AuthenticationFailedException e) {
                assertThat(e.kind()).isNotNull();
                assertThat(server.isComplete()).isFalse();
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(4_900);
    }

    /**
     * The mutilated response with the right names put back, where they only have another case, and where they are those of charset or
     * qop: without these a response means the same.
     */
    private static String withoutNames(byte[] mutilated, byte[] proven) {
        char[] response = text(mutilated).toCharArray();
        Matcher names = Pattern.compile("(?<=^|,)[a-z-]+(?==)").matcher(text(proven));
        while (names.find()) {
            String found = new String(response, names.start(), names.group().length());
            if (found.equalsIgnoreCase(names.group())
                    || Set.of("charset", "qop").contains(names.group())) {
                names.group().getChars(0, names.group().length(), response, names.start());
            }
        }
        return new String(response);
    }

    @Test
    void hasNoSecurityLayer() {
        DigestMd5Server server = new DigestMd5Server(settings(), credentials, () -> NONCE);

        assertThat(server.getMechanismName()).isEqualTo("DIGEST-MD5");
        assertThatThrownBy(() -> server.wrap(new byte[1], 0, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> server.unwrap(new byte[1], 0, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> server.getNegotiatedProperty("javax.security.sasl.qop"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void makesEveryNonceNewAndLong() {
        NonceSource nonces = NonceSource.random(new SecureRandom());

        String first = nonces.next();

        assertThat(first).hasSize(32).isNotEqualTo(nonces.next());
    }

    private static DigestMd5Settings settings() {
        return DigestMd5Settings.of(REALM, List.of(HOST, "mail.digipoort.example"))
                .withServiceTypes(List.of("pop", "pop3"));
    }

    private DigestMd5Server challenged() throws AuthenticationFailedException {
        DigestMd5Server server = new DigestMd5Server(settings(), credentials, () -> NONCE);
        server.evaluateResponse(new byte[0]);
        return server;
    }

    private static String prove(String response) {
        return prove(response, REALM);
    }

    /** The response with a correct proof by chris. */
    private static String prove(String response, String realm) {
        try {
            byte[] secret =
                    DigestCandidates.of("chris", realm, "secret".toCharArray()).get(0);
            String proof = DigestResponse.parse(utf8(response)).calculation().clientProof(secret);
            return response.replace(UNPROVEN, "response=" + proof);
        } catch (DigestSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** With a correct proof, a response can only be refused for its form. */
    private static String proveIfPossible(String response) {
        try {
            DigestResponse.parse(utf8(response));
            return prove(response);
        } catch (DigestSyntaxException e) {
            return response;
        }
    }

    private static AuthenticationFailedException failure(DigestMd5Server server, String response) {
        AuthenticationFailedException failure = catchThrowableOfType(
                AuthenticationFailedException.class, () -> server.evaluateResponse(utf8(response)));
        assertThat(Optional.ofNullable(failure)).isPresent();
        assertThat(failure.getMessage()).doesNotContain("chris").doesNotContain("secret");
        return failure;
    }
}
