// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import static nl.digipoort.james.sasl.Credentials.text;
import static nl.digipoort.james.sasl.Credentials.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What others published: the RFCs, and the tests of clients and servers that speak DIGEST-MD5. */
class DigestMd5VectorsTest {
    private static final String ELWOOD = "elwood.innosoft.com";
    private static final String PLAYING_CARDS = "\u0438\u4F60\uD83C\uDCA1";

    /** A whole exchange: what the server is, what the client sends, and what the server answers. */
    private record Exchange(
            String source,
            String username,
            String password,
            String realm,
            String serviceType,
            String host,
            String nonce,
            String response,
            String rspauth) {
        @Override
        public String toString() {
            return source;
        }

        DigestMd5Server server() {
            DigestMd5Settings settings = DigestMd5Settings.of(realm, List.of(host))
                    .withServiceTypes(List.of(serviceType))
                    .withHostCheck(HostCheck.STRICT);
            Credentials credentials = Credentials.inRealm(realm).with(username, password);
            DigestMd5Server server = new DigestMd5Server(settings, credentials, () -> nonce);
            open(server);
            return server;
        }
    }

    static List<Exchange> accepted() {
        return List.of(
                new Exchange(
                        "RFC 2831 section 4, IMAP",
                        "chris",
                        "secret",
                        ELWOOD,
                        "imap",
                        ELWOOD,
                        "OA6MG9tEQGm2hh",
                        """
                        charset=utf-8,username="chris",realm="elwood.innosoft.com",nonce="OA6MG9tEQGm2hh",\
                        nc=00000001,cnonce="OA6MHXh6VqTrRk",digest-uri="imap/elwood.innosoft.com",\
                        response=d388dad90d4bbd760a152321f2143af7,qop=auth""",
                        "ea40f60335c427b5527b84dbabcdfffd"),
                new Exchange(
                        "RFC 2831 section 4, ACAP",
                        "chris",
                        "secret",
                        ELWOOD,
                        "acap",
                        ELWOOD,
                        "OA9BSXrbuRhWay",
                        """
                        charset=utf-8,username="chris",realm="elwood.innosoft.com",nonce="OA9BSXrbuRhWay",\
                        nc=00000001,cnonce="OA9BSuZWMSpW8m",digest-uri="acap/elwood.innosoft.com",\
                        response=6084c6db3fede7352c551284490fd0fc,qop=auth""",
                        "2f0b3d7c3c2e486600ef710726aa2eae"),
                new Exchange(
                        "RFC 5034 section 6, POP",
                        "chris",
                        "secret",
                        ELWOOD,
                        "pop",
                        ELWOOD,
                        "OA6MG9tEQGm2hh",
                        """
                        charset=utf-8,username="chris",realm="elwood.innosoft.com",nonce="OA6MG9tEQGm2hh",\
                        nc=00000001,cnonce="OA6MHXh6VqTrRk",digest-uri="pop/elwood.innosoft.com",\
                        response=b0d56d2f054c24b62072322106468db9,qop=auth""",
                        "0b971462cef5e8f930db9a33b02fc9a0"),
                new Exchange(
                        "curl test869",
                        "user",
                        "secret",
                        "curl",
                        "pop",
                        "127.0.0.1",
                        "5300d17a1d695bd411e4cdf96f9548c23ced6175",
                        """
                        username="user",realm="curl",nonce="5300d17a1d695bd411e4cdf96f9548c23ced6175",\
                        cnonce="34333231353332313633323137333231",nc="00000001",digest-uri="pop/127.0.0.1",\
                        response=18315548c7f3a37e716fa8e90dfab9b6,qop=auth""",
                        "fecb36b7086e0b95d906459efa8cc29e"),
                new Exchange(
                        "Elytron CompatibilityServerTest, authzid of the user",
                        "chris",
                        "secret",
                        ELWOOD,
                        "acap",
                        ELWOOD,
                        "OA9BSXrbuRhWay",
                        """
                        charset=utf-8,username="chris",realm="elwood.innosoft.com",nonce="OA9BSXrbuRhWay",\
                        nc=00000001,cnonce="OA9BSuZWMSpW8m",digest-uri="acap/elwood.innosoft.com",\
                        response=aa4e81f1c6656350f7bce05d436665de,qop=auth,authzid="chris\"""",
                        "af3ca83a805d4cfa00675a17315475c4"),
                new Exchange(
                        "Elytron CompatibilityServerTest, UTF-8 beyond Latin-1",
                        PLAYING_CARDS,
                        PLAYING_CARDS,
                        "realm." + PLAYING_CARDS + ".com",
                        PLAYING_CARDS,
                        "realm." + PLAYING_CARDS + ".com",
                        "sn" + PLAYING_CARDS,
                        """
                        charset=utf-8,username="@",realm="realm.@.com",nonce="sn@",nc=00000001,cnonce="cn@",\
                        digest-uri="@/realm.@.com",maxbuf=65536,response=420939e06d2d748c157c5e33499b41a9,qop=auth"""
                                .replace("@", PLAYING_CARDS),
                        "9c4d137545617ba98c11aaea939b4381"),
                new Exchange(
                        "Authen::SASL t/digest_md5.t",
                        "gbarr",
                        "fred",
                        ELWOOD,
                        "ldap",
                        "localhost",
                        "OA6MG9tEQGm2hh",
                        """
                        charset=utf-8,cnonce="3858f62230ac3c915f300c664312c63f",digest-uri="ldap/localhost",\
                        nc=00000001,nonce="OA6MG9tEQGm2hh",qop="auth",realm="elwood.innosoft.com",\
                        response=9c81619e12f61fb2eed6bc8ed504ad28,username="gbarr\"""",
                        "d1273170c120bae49cea49de9b4c5bdc"),
                andre("name and password in UTF-8", "046e204dc72ef99c0c5e2c5be42323b1"),
                andre("name and password in Latin-1", "e142343237c736792648b0e4faa03e74"));
    }

    private static Exchange andre(String spelling, String proof) {
        return new Exchange(
                spelling,
                "andr\u00E9",
                "p\u00E4ss",
                "digipoort.example",
                "pop",
                "pop3.digipoort.example",
                "OA6MG9tEQGm2hh",
                """
                charset=utf-8,username="andr\u00E9",realm="digipoort.example",nonce="OA6MG9tEQGm2hh",\
                nc=00000001,cnonce="OA6MHXh6VqTrRk",digest-uri="pop/pop3.digipoort.example",\
                response=PROOF,qop=auth"""
                        .replace("PROOF", proof),
                "");
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void answersAsPublishedWhenTheResponseIsRight(Exchange exchange) throws Exception {
        DigestMd5Server server = exchange.server();

        String answer = text(server.evaluateResponse(utf8(exchange.response())));

        assertThat(answer).startsWith("rspauth=" + exchange.rspauth()).hasSize("rspauth=".length() + 32);
        assertThat(server.isComplete()).isTrue();
        assertThat(server.getAuthorizationID()).isEqualTo(exchange.username());
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void refusesWhenOneDigitOfTheResponseDiffers(Exchange exchange) {
        DigestMd5Server server = exchange.server();
        String wrong = exchange.response().replaceAll("response=.", "response=f");
        assertThat(wrong).isNotEqualTo(exchange.response());

        assertThat(failure(server, utf8(wrong)).kind()).isEqualTo(AuthenticationFailedException.Kind.REFUSED);
    }

    @Test
    void acceptsALatin1NameWhenNoCharsetIsNamed() throws Exception {
        Exchange exchange = andre("", "e142343237c736792648b0e4faa03e74");
        String response = exchange.response().replace("charset=utf-8,", "");
        DigestMd5Server server = exchange.server();

        byte[] answer = server.evaluateResponse(response.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(text(answer)).startsWith("rspauth=");
    }

    @Test
    void acceptsTheRealmAsHostWhenCurlIsOld() throws Exception {
        DigestMd5Server server = new DigestMd5Server(
                DigestMd5Settings.of("curl", List.of("pop3.example.org")),
                Credentials.inRealm("curl").with("user", "secret"),
                () -> "5300d17a1d695bd411e4cdf96f9548c23ced6175");
        open(server);

        byte[] answer = server.evaluateResponse(
                utf8(
                        """
                username="user",realm="curl",nonce="5300d17a1d695bd411e4cdf96f9548c23ced6175",cnonce="12345678",\
                nc="00000001",digest-uri="pop/curl",response=a06915a05807d74184a91b36616e6b8c,qop=auth"""));

        assertThat(text(answer)).startsWith("rspauth=");
    }

    @Test
    void refusesAnotherIdentityThoughTheHashIsRight() {
        Exchange exchange = accepted().get(4);
        String george = exchange.response()
                .replace("aa4e81f1c6656350f7bce05d436665de", "0d071450228e395e2c0999e02b6aa665")
                .replace("authzid=\"chris\"", "authzid=\"george\"");
        DigestResponse parsed = parse(george);

        AuthenticationFailedException failure = failure(exchange.server(), utf8(george));

        assertThat(parsed.calculation().clientProof(secret("chris", ELWOOD, "secret")))
                .isEqualTo(parsed.proof());
        assertThat(failure.kind()).isEqualTo(AuthenticationFailedException.Kind.REFUSED);
    }

    @Test
    void refusesAnEmptyClientNonceThoughTheHashIsRight() {
        Exchange exchange = accepted().get(1);
        String empty = exchange.response()
                .replace("6084c6db3fede7352c551284490fd0fc", "0ca21eafddf586f954909d2fd95b1ee7")
                .replace("OA9BSuZWMSpW8m", "");
        DigestCalculation calculation = new DigestCalculation(
                "OA9BSXrbuRhWay", "00000001", "", "auth", "acap/elwood.innosoft.com", Optional.empty());

        AuthenticationFailedException failure = failure(exchange.server(), utf8(empty));

        assertThat(calculation.clientProof(secret("chris", ELWOOD, "secret")))
                .isEqualTo("0ca21eafddf586f954909d2fd95b1ee7");
        assertThat(calculation.serverProof(secret("chris", ELWOOD, "secret")))
                .isEqualTo("2bf631e48acb9863e9f5518ccc804b3b");
        assertThat(failure.kind()).isEqualTo(AuthenticationFailedException.Kind.MALFORMED);
    }

    @Test
    void refusesAnEmptyHostThoughTheHashIsRight() {
        String nonce = "ZlGsMYH7FAd+ABU/iap0MjLBWn/CUxypfDsC9zyfn74=";
        DigestMd5Server server = new DigestMd5Server(
                DigestMd5Settings.of("example.com", List.of("example.com")).withServiceTypes(List.of("smtp")),
                Credentials.inRealm("example.com").with("user", "password"),
                () -> nonce);
        open(server);
        DigestCalculation calculation =
                new DigestCalculation(nonce, "00000001", "asdf1234", "auth", "smtp/", Optional.empty());

        AuthenticationFailedException failure = failure(
                server,
                utf8(
                        """
                        charset=utf-8,cnonce="asdf1234",digest-uri="smtp/",nc=00000001,\
                        nonce="ZlGsMYH7FAd+ABU/iap0MjLBWn/CUxypfDsC9zyfn74=",qop=auth,realm="example.com",\
                        response=6c660aaff71160689ac4ef31b6eb964c,username="user\""""));

        assertThat(calculation.clientProof(secret("user", "example.com", "password")))
                .isEqualTo("6c660aaff71160689ac4ef31b6eb964c");
        assertThat(calculation.serverProof(secret("user", "example.com", "password")))
                .isEqualTo("423e7f36a2e584985fc1ea3035de81d3");
        assertThat(failure.kind()).isEqualTo(AuthenticationFailedException.Kind.MALFORMED);
    }

    @Test
    void refusesTheSecondUseThatAReusedClientObjectSends() {
        Exchange exchange = accepted().get(6);

        AuthenticationFailedException failure = failure(
                exchange.server(),
                utf8(
                        """
                        authzid="gbarr",charset=utf-8,cnonce="3858f62230ac3c915f300c664312c63f",\
                        digest-uri="ldap/localhost",nc=00000002,nonce="OA6MG9tEQGm2hh",qop=auth,\
                        realm="elwood.innosoft.com",response=8d8afc5ff9cf3add40e50a5eaabb9aac,username="gbarr\""""));

        assertThat(failure).hasMessage("nc is not 1");
    }

    private static byte[] secret(String username, String realm, String password) {
        return DigestCandidates.of(username, realm, password.toCharArray()).get(0);
    }

    private static void open(DigestMd5Server server) {
        try {
            assertThat(server.evaluateResponse(new byte[0])).hasSizeLessThan(2048);
        } catch (AuthenticationFailedException e) {
            throw new AssertionError(e);
        }
    }

    private static DigestResponse parse(String response) {
        try {
            return DigestResponse.parse(utf8(response));
        } catch (DigestSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static AuthenticationFailedException failure(DigestMd5Server server, byte[] response) {
        AuthenticationFailedException failure =
                catchThrowableOfType(AuthenticationFailedException.class, () -> server.evaluateResponse(response));
        assertThat(failure).isNotNull();
        assertThat(server.isComplete()).isFalse();
        return failure;
    }
}
