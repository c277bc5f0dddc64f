// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import nl.digipoort.james.pop3.authorization.SaslStep.Failure;
import nl.digipoort.james.sasl.Mechanism;
import nl.digipoort.james.sasl.Mechanism.Exposure;
import nl.digipoort.james.sasl.Mechanism.InitialResponse;
import nl.digipoort.james.sasl.Mechanisms;
import org.junit.jupiter.api.Test;

/** The conversation with servers that we did not write: the JDK's, which are complete when they return their last data. */
class JdkServerConversationTest {
    private static final String HOST = "pop3.digipoort.example";

    private final SaslConversation conversation = new SaslConversation(Mechanisms.of(List.of(Mechanism.of(
            "DIGEST-MD5", InitialResponse.NOT_ALLOWED, Exposure.PROOF, JdkServerConversationTest::jdkServer))));

    @Test
    void succeedsAfterTheClientAcknowledgedTheLastData() throws Exception {
        SaslClient client = jdkClient("secret");

        byte[] response = client.evaluateChallenge(data(conversation.start("DIGEST-MD5", Optional.empty())));
        byte[] end = client.evaluateChallenge(data(conversation.onLine(line(response))));
        SaslStep step = conversation.onLine(new byte[0]);

        assertThat(end).isNull();
        assertThat(client.isComplete()).isTrue();
        assertThat(step.<String>fold(
                        challenge -> fail(challenge.line()),
                        SaslStep.Success::account,
                        failure -> fail(failure.reason())))
                .isEqualTo("chris");
    }

    @Test
    void failsWhenThePasswordIsWrong() throws Exception {
        SaslClient client = jdkClient("wrong");

        byte[] response = client.evaluateChallenge(data(conversation.start("DIGEST-MD5", Optional.empty())));
        SaslStep step = conversation.onLine(line(response));

        assertThat(step.<Failure.Kind>fold(
                        challenge -> fail(challenge.line()), success -> fail("success"), Failure::kind))
                .isEqualTo(Failure.Kind.REFUSED);
    }

    private static SaslServer jdkServer() {
        try {
            return Sasl.createSaslServer("DIGEST-MD5", "pop", HOST, Map.of(), answers("secret"));
        } catch (SaslException e) {
            throw new AssertionError(e);
        }
    }

    private static SaslClient jdkClient(String password) throws SaslException {
        return Sasl.createSaslClient(new String[] {"DIGEST-MD5"}, null, "pop", HOST, Map.of(), answers(password));
    }

    private static CallbackHandler answers(String password) {
        return callbacks -> {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback name) {
                    name.setName("chris");
                } else if (callback instanceof PasswordCallback secret) {
                    secret.setPassword(password.toCharArray());
                } else if (callback instanceof RealmCallback realm) {
                    realm.setText(realm.getDefaultText());
                } else if (callback instanceof AuthorizeCallback authorize) {
                    authorize.setAuthorized(authorize.getAuthenticationID().equals(authorize.getAuthorizationID()));
                }
            }
        };
    }

    private static byte[] data(SaslStep step) {
        String line =
                step.fold(SaslStep.Challenge::line, success -> fail("success"), failure -> fail(failure.reason()));
        assertThat(line).startsWith("+ ");
        return Base64.getDecoder().decode(line.substring(2));
    }

    private static byte[] line(byte[] response) {
        return Base64.getEncoder().encodeToString(response).getBytes(StandardCharsets.US_ASCII);
    }
}
