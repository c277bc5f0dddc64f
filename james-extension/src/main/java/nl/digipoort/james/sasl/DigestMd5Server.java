// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.Optional;

/**
 * DIGEST-MD5 (RFC 2831) for authentication only, against stored H(username:realm:password). Initial authentication only: every exchange has
 * its own nonce, valid once. The server is complete when it returns rspauth. If the protocol cannot send data with its success, the caller
 * reads the client's empty response to rspauth.
 */
final class DigestMd5Server extends AuthenticationOnlyServer {
    private static final String FIRST_USE = "00000001";

    private final DigestMd5Settings settings;
    private final DigestSecrets secrets;
    private final DigestChallenge challenge;
    private boolean challenged;

    DigestMd5Server(DigestMd5Settings settings, DigestSecrets secrets, NonceSource nonces) {
        this.settings = settings;
        this.secrets = secrets;
        this.challenge = DigestChallenge.of(settings.realm(), nonces.next());
    }

    @Override
    public String getMechanismName() {
        return Mechanism.DIGEST_MD5;
    }

    @Override
    Optional<byte[]> next(byte[] message) throws AuthenticationFailedException {
        if (challenged) {
            return Optional.of(answer(message));
        }
        challenged = true;
        return Optional.of(open(message));
    }

    private byte[] open(byte[] message) throws AuthenticationFailedException {
        if (message.length > 0) {
            throw AuthenticationFailedException.malformed("an initial response is not allowed");
        }
        return challenge.write();
    }

    private byte[] answer(byte[] message) throws AuthenticationFailedException {
        DigestResponse response = parse(message);
        checkAnswersTheChallenge(response);
        Optional<DigestSecret> secret = secrets.find(response.username());
        try {
            return judge(response, secret);
        } finally {
            secret.ifPresent(DigestSecret::erase);
        }
    }

    private byte[] judge(DigestResponse response, Optional<DigestSecret> secret) throws AuthenticationFailedException {
        Optional<byte[]> match = DigestVerifier.matching(response, secret);
        if (secret.isEmpty() || match.isEmpty()) {
            throw AuthenticationFailedException.refused(response.username());
        }
        String account = secret.get().account();
        if (!response.authorizationId()
                .map(name -> secrets.denotes(name, account))
                .orElse(true)) {
            throw AuthenticationFailedException.refused(response.username());
        }
        complete(account);
        return Octets.toBytes("rspauth=" + response.calculation().serverProof(match.get()));
    }

    private static DigestResponse parse(byte[] message) throws AuthenticationFailedException {
        try {
            return DigestResponse.parse(message);
        } catch (DigestSyntaxException e) {
            throw AuthenticationFailedException.malformed(e.getMessage(), e);
        }
    }

    private void checkAnswersTheChallenge(DigestResponse response) throws AuthenticationFailedException {
        DigestCalculation calculation = response.calculation();
        require(calculation.nonce().equals(challenge.nonce()), "nonce is not the one of the challenge");
        require(calculation.nonceCount().equals(FIRST_USE), "nc is not 1");
        require(calculation.qop().equalsIgnoreCase("auth"), "qop is not the one that was offered");
        require(response.realm().equals(challenge.realm()), "realm is not the one that was offered");
        require(settings.accepts(response.uri()), "digest-uri names another service");
    }

    private static void require(boolean condition, String otherwise) throws AuthenticationFailedException {
        if (!condition) {
            throw AuthenticationFailedException.mismatched(otherwise);
        }
    }
}
