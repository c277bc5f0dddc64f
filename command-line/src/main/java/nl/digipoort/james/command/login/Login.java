// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

/** A login by one mechanism of SASL (RFC 5034), or by USER and PASS. */
final class Login {
    static final String USER = "USER";
    private static final String SASL = "SASL ";
    private static final String LOGIN = "LOGIN";
    private static final String CHALLENGE = "+ ";

    private final Pop3Dialogue dialogue;
    private final String host;
    private final Credentials credentials;

    Login(Pop3Dialogue dialogue, String host, Credentials credentials) {
        this.dialogue = dialogue;
        this.host = host;
        this.credentials = credentials;
    }

    /** What CAPA offers, in its order. */
    static List<String> offered(List<String> capabilities) {
        List<String> mechanisms = new ArrayList<>();
        for (String capability : capabilities) {
            String upper = capability.toUpperCase(Locale.ROOT);
            if (upper.startsWith(SASL)) {
                mechanisms.addAll(List.of(upper.substring(SASL.length()).split(" ", -1)));
            } else if (upper.equals(USER)) {
                mechanisms.add(USER);
            }
        }
        return mechanisms;
    }

    /** Whether a password is all that it needs, and this client knows it. */
    static boolean isKnown(String mechanism) {
        return List.of(USER, LOGIN, "PLAIN", "DIGEST-MD5", "CRAM-MD5", ScramClient.PLAIN_NAME, ScramClient.PLUS_NAME)
                .contains(mechanism);
    }

    /** The server's last answer. */
    String by(String mechanism) throws IOException {
        switch (mechanism) {
            case USER:
                String answer = dialogue.ask("USER " + credentials.user());
                return answer.startsWith("+OK") ? dialogue.ask("PASS " + credentials.password()) : answer;
            case LOGIN:
                return login();
            default:
                return sasl(mechanism);
        }
    }

    private String login() throws IOException {
        String answer = dialogue.ask("AUTH LOGIN");
        if (isChallenge(answer)) {
            answer = dialogue.ask(base64(credentials.user().getBytes(UTF_8)));
        }
        return isChallenge(answer) ? dialogue.ask(base64(credentials.password().getBytes(UTF_8))) : answer;
    }

    private String sasl(String mechanism) throws IOException {
        SaslClient client = client(mechanism);
        try {
            String answer = dialogue.ask("AUTH " + mechanism);
            while (isChallenge(answer)) {
                byte[] challenge =
                        Base64.getDecoder().decode(answer.substring(1).strip());
                byte[] response = client.isComplete() ? new byte[0] : client.evaluateChallenge(challenge);
                answer = dialogue.ask(response == null ? "" : base64(response));
            }
            if (answer.startsWith("+OK") && !client.isComplete()) {
                throw new SaslException("the server has not proven that it knows the password");
            }
            return answer;
        } catch (IllegalArgumentException e) {
            throw new SaslException("the challenge is not base64", e);
        } finally {
            client.dispose();
        }
    }

    private SaslClient client(String mechanism) throws SaslException {
        switch (mechanism) {
            case ScramClient.PLAIN_NAME:
                return new ScramClient(credentials, Optional.empty());
            case ScramClient.PLUS_NAME:
                byte[] endPoint = ServerEndPoint.of(dialogue.tls())
                        .orElseThrow(() -> new SaslException("no channel binding is known for this certificate"));
                return new ScramClient(credentials, Optional.of(endPoint));
            default:
                return Optional.ofNullable(Sasl.createSaslClient(
                                new String[] {mechanism}, null, "pop", host, Map.of(), this::answer))
                        .orElseThrow(() -> new SaslException("this Java does not know " + mechanism));
        }
    }

    private static boolean isChallenge(String answer) {
        return answer.equals("+") || answer.startsWith(CHALLENGE);
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private void answer(Callback... callbacks) {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback) {
                ((NameCallback) callback).setName(credentials.user());
            } else if (callback instanceof PasswordCallback) {
                ((PasswordCallback) callback).setPassword(credentials.password().toCharArray());
            } else if (callback instanceof RealmCallback) {
                RealmCallback realm = (RealmCallback) callback;
                realm.setText(realm.getDefaultText());
            }
        }
    }
}
