// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.Optional;

/**
 * EXTERNAL (RFC 4422 appendix A): one message, the identity to act as or nothing. What the client is, TLS has proven. The client
 * speaks first; whoever drives this server sends an empty challenge to a client that gave no initial response.
 */
final class ExternalServer extends AuthenticationOnlyServer {
    private final ExternalIdentity identity;

    ExternalServer(ExternalIdentity identity) {
        this.identity = identity;
    }

    @Override
    public String getMechanismName() {
        return Mechanism.EXTERNAL;
    }

    @Override
    Optional<byte[]> next(byte[] response) throws AuthenticationFailedException {
        String authorizationId = CredentialField.decodeName(response);
        String account = identity.account().orElseThrow(() -> AuthenticationFailedException.refused(identity.name()));
        if (!authorizationId.isEmpty() && !identity.denotes(authorizationId, account)) {
            throw AuthenticationFailedException.refused(account);
        }
        complete(account);
        return Optional.empty();
    }
}
