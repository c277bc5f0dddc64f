// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.Optional;

/**
 * EXTERNAL (RFC 4422 appendix A): one message, the identity to act as or nothing. TLS has already proven who the client is. The client
 * speaks first; the caller of this server sends an empty challenge to a client that gave no initial response.
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
