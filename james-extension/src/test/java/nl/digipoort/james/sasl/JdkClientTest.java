package nl.digipoort.james.sasl;

import static nl.digipoort.james.sasl.Credentials.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
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

    private static SaslServer digestServer(Credentials credentials) {
        return Mechanism.digestMd5(
                        DigestMd5Settings.of(REALM, List.of(HOST)).withHostCheck(HostCheck.STRICT),
                        credentials,
                        NonceSource.random(new SecureRandom(utf8("any"))))
                .newServer();
    }

    private static SaslClient client(String mechanism, String identity, String username, String password)
            throws Exception {
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
}
