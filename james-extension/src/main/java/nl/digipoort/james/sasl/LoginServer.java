// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * LOGIN (draft-murchison-sasl-login-00): user name and password, each in its own message. The prompts are those that deployed clients
 * require (section 2.2). A first response that is not empty is the user name, given early.
 */
final class LoginServer extends AuthenticationOnlyServer implements PasswordServer {
    private static final String USERNAME_PROMPT = "Username:";
    private static final String PASSWORD_PROMPT = "Password:";

    private final PasswordVerifier verifier;
    private boolean prompted;
    private Optional<String> username = Optional.empty();

    LoginServer(PasswordVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public String getMechanismName() {
        return Mechanism.LOGIN;
    }

    @Override
    public boolean expectsPassword() {
        return username.isPresent();
    }

    @Override
    Optional<byte[]> next(byte[] response) throws AuthenticationFailedException {
        if (username.isPresent()) {
            complete(verify(username.get(), response));
            return Optional.empty();
        }
        if (!prompted && response.length == 0) {
            prompted = true;
            return prompt(USERNAME_PROMPT);
        }
        username = Optional.of(CredentialField.decodeNonEmptyName(response));
        return prompt(PASSWORD_PROMPT);
    }

    private String verify(String authenticationId, byte[] response) throws AuthenticationFailedException {
        char[] password = CredentialField.decodeNonEmpty(response);
        try {
            return verifier.verify(authenticationId, password)
                    .orElseThrow(() -> AuthenticationFailedException.refused(authenticationId));
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static Optional<byte[]> prompt(String text) {
        return Optional.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
