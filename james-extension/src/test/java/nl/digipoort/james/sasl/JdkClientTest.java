// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import static nl.digipoort.james.sasl.Credentials.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's own client against our servers. */
class JdkClientTest {
    private static final String HOST = "pop3.digipoort.example";
    private static final String REALM = "digipoort.example";

    @ParameterizedTest
    @CsvSource({
        "chris,secret",
        "chris@example.org,a b:c\"d",
        "o\"br\\ien,x",
        "andr\u00E9,p\u00E4ss",
        "andr\u00E9,\u20AC",
        "\u20AC,p\u00E4ss",
        "\u0438\u4F60\uD83C\uDCA1,\u0438\u4F60\uD83C\uDCA1",
    })
    void logsInByDigestWhenThePasswordIsRight(String username, String password) throws Exception {
        SaslServer server = digestServer(Credentials.inRealm(REALM).with(username, password));
        SaslClient client = client("DIGEST-MD5", null, username, password);

        byte[] response = client.evaluateChallenge(server.evaluateResponse(new byte[0]));
        byte[] end = client.evaluateChallenge(server.evaluateResponse(response));

        assertThat(end).isNull();
        assertThat(client.isComplete()).isTrue();
        assertThat(server.getAuthorizationID()).isEqualTo(username);
    }

    @Test
    void logsInByDigestWhenTheClientNamesItsOwnIdentity() throws Exception {
        SaslServer server = digestServer(Credentials.inRealm(REALM).with("chris", "secret", "chris@example.org"));
        SaslClient client = client("DIGEST-MD5", "chris@example.org", "chris", "secret");

        byte[] response = client.evaluateChallenge(server.evaluateResponse(new byte[0]));
        client.evaluateChallenge(server.evaluateResponse(response));

        assertThat(client.isComplete()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"chris,wrong,", "nobody,secret,", "chris,secret,george"})
    void failsByDigestWhenTheCredentialsAreWrong(String username, String password, String identity) throws Exception {
        SaslServer server =
                digestServer(Credentials.inRealm(REALM).with("chris", "secret").with("george", "x"));
        SaslClient client = client("DIGEST-MD5", identity, username, password);

        byte[] response = client.evaluateChallenge(server.evaluateResponse(new byte[0]));

        assertThatThrownBy(() -> server.evaluateResponse(response))
                .isInstanceOf(AuthenticationFailedException.class)
                .hasMessage("the credentials are refused");
    }

    @Test
    void logsInByPlain() throws Exception {
        Credentials credentials = Credentials.inRealm(REALM).with("andr\u00E9", "p\u00E4ss");
        SaslServer server = new PlainServer(credentials);
        SaslClient client = client("PLAIN", null, "andr\u00E9", "p\u00E4ss");

        server.evaluateResponse(client.evaluateChallenge(new byte[0]));

        assertThat(server.getAuthorizationID()).isEqualTo("andr\u00E9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DIGEST-MD5", "PLAIN", "LOGIN"})
    void letsInEveryNameWithEveryPasswordByEveryMechanismButNotWithAnotherOne(String mechanism) throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            String alphabet = RandomResponse.USER_CHARACTERS
                    + (i % 2 == 0 ? RandomResponse.LATIN_1 : "")
                    + (i % 3 == 0 ? RandomResponse.BEYOND : "");
            String username = RandomResponse.text(random, alphabet, 1 + random.nextInt(20));
            String password = RandomResponse.text(random, alphabet, 1 + random.nextInt(30));
            String identity = mechanism.equals("LOGIN") || random.nextBoolean() ? null : username;
            Credentials credentials = Credentials.inRealm(REALM).with(username, password);
            String which = "seed " + seed + ": " + username + "/" + password + "/" + identity;

            SaslServer right = run(mechanism, credentials, client(mechanism, identity, username, password));
            assertThat(right.isComplete()).as(which).isTrue();
            assertThat(right.getAuthorizationID()).as(which).isEqualTo(username);
            assertThatThrownBy(() -> run(mechanism, credentials, client(mechanism, identity, username, password + "x")))
                    .as(which)
                    .hasMessage("the credentials are refused");
        }
    }

    /** The server after the whole exchange, in which each side receives what the other sends. */
    private static SaslServer run(String mechanism, Credentials credentials, SaslClient client) throws Exception {
        SaslServer server = Mechanisms.of(
                        List.of(digestMd5(credentials), Mechanism.plain(credentials), Mechanism.login(credentials)))
                .find(mechanism)
                .orElseThrow()
                .newServer();
        byte[] response = client.hasInitialResponse() ? client.evaluateChallenge(new byte[0]) : new byte[0];
        for (int i = 0; i < 4 && !server.isComplete(); i++) {
            byte[] challenge = server.evaluateResponse(response);
            byte[] next = challenge == null ? null : client.evaluateChallenge(challenge);
            response = next == null ? new byte[0] : next;
        }
        return server;
    }

    private static SaslServer digestServer(Credentials credentials) {
        return digestMd5(credentials).newServer();
    }

    private static Mechanism digestMd5(Credentials credentials) {
        return Mechanism.digestMd5(
                DigestMd5Settings.of(REALM, List.of(HOST)).withHostCheck(HostCheck.STRICT),
                credentials,
                NonceSource.random(new SecureRandom(utf8("any"))));
    }

    private static SaslClient client(String mechanism, String identity, String username, String password)
            throws Exception {
        if (mechanism.equals("LOGIN")) {
            return new LoginClient(username, password);
        }
        CallbackHandler answers = callbacks -> {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback name) {
                    name.setName(username);
                } else if (callback instanceof PasswordCallback secret) {
                    secret.setPassword(password.toCharArray());
                } else if (callback instanceof RealmCallback realm) {
                    realm.setText(realm.getDefaultText());
                }
            }
        };
        return Sasl.createSaslClient(new String[] {mechanism}, identity, "pop", HOST, Map.of(), answers);
    }

    /** The JDK has none. */
    private static final class LoginClient implements SaslClient {
        private final Iterator<String> answers;

        private LoginClient(String username, String password) {
            this.answers = List.of(username, password).iterator();
        }

        @Override
        public String getMechanismName() {
            return "LOGIN";
        }

        @Override
        public boolean hasInitialResponse() {
            return false;
        }

        @Override
        public byte[] evaluateChallenge(byte[] challenge) {
            return utf8(answers.next());
        }

        @Override
        public boolean isComplete() {
            return !answers.hasNext();
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
            // nothing is held
        }
    }
}
