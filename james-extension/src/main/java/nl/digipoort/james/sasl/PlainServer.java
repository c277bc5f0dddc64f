// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.Arrays;
import java.util.Optional;

/**
 * PLAIN (RFC 4616): one message, {@code [authzid] NUL authcid NUL passwd}. The client speaks first; the caller of this server sends an
 * empty challenge to a client that gave no initial response.
 */
final class PlainServer extends AuthenticationOnlyServer implements PasswordServer {
    private final PasswordVerifier verifier;

    PlainServer(PasswordVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public String getMechanismName() {
        return Mechanism.PLAIN;
    }

    @Override
    public boolean expectsPassword() {
        return true;
    }

    @Override
    Optional<byte[]> next(byte[] response) throws AuthenticationFailedException {
        int first = indexOfNul(response, 0);
        int second = indexOfNul(response, first + 1);
        byte[] secret = Arrays.copyOfRange(response, second + 1, response.length);
        try {
            String authorizationId = CredentialField.decodeName(Arrays.copyOf(response, first));
            String authenticationId =
                    CredentialField.decodeNonEmptyName(Arrays.copyOfRange(response, first + 1, second));
            String account = verify(authenticationId, secret);
            if (!authorizationId.isEmpty() && !verifier.denotes(authorizationId, account)) {
                throw AuthenticationFailedException.refused(authenticationId);
            }
            complete(account);
            return Optional.empty();
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private String verify(String authenticationId, byte[] secret) throws AuthenticationFailedException {
        char[] password = CredentialField.decodeNonEmpty(secret);
        try {
            return verifier.verify(authenticationId, password)
                    .orElseThrow(() -> AuthenticationFailedException.refused(authenticationId));
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static int indexOfNul(byte[] message, int from) throws AuthenticationFailedException {
        for (int i = from; i < message.length; i++) {
            if (message[i] == 0) {
                return i;
            }
        }
        throw AuthenticationFailedException.malformed("a NUL is missing");
    }
}
