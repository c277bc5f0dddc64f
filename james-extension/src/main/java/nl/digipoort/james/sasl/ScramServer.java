// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import nl.digipoort.james.sasl.ScramClientFirst.Binding;

/**
 * SCRAM (RFC 5802), with and without channel binding. The client speaks first. The server is complete when it returns its signature; if
 * the protocol cannot send data with its success, the caller reads the client's empty response to it. An unknown user gets a salt as every
 * other one, and fails at the proof.
 */
final class ScramServer extends AuthenticationOnlyServer implements ClaimServer {
    private static final String PLUS = "-PLUS";

    private final String name;
    private final ScramHash hash;
    private final ScramSecrets secrets;
    private final ChannelBindings bindings;
    private final String ownNonce;
    private Optional<ScramClientFirst> first = Optional.empty();
    private Optional<ScramSecret> secret = Optional.empty();
    private String challenge = "";

    /** @param bindings those that the -PLUS variant is offered with on this connection, be this that variant or not */
    ScramServer(String name, ScramHash hash, ScramSecrets secrets, NonceSource nonces, ChannelBindings bindings) {
        this.name = name;
        this.hash = hash;
        this.secrets = secrets;
        this.bindings = bindings;
        this.ownNonce = nonces.next();
    }

    @Override
    public String getMechanismName() {
        return name;
    }

    @Override
    public Optional<String> claimedName() {
        return first.map(ScramClientFirst::username);
    }

    @Override
    Optional<byte[]> next(byte[] message) throws AuthenticationFailedException {
        return Optional.of(Octets.toBytes(first.isEmpty() ? open(message) : answer(message)));
    }

    private String open(byte[] message) throws AuthenticationFailedException {
        ScramClientFirst opening = ScramClientFirst.parse(message);
        checkBinding(opening);
        ScramSecret found = secrets.find(opening.username());
        first = Optional.of(opening);
        secret = Optional.of(found);
        challenge = "r=" + opening.nonce() + ownNonce + ",s=" + base64(found.salt()) + ",i=" + found.iterations();
        return challenge;
    }

    /** RFC 5802 section 6: a client that could bind and was told that we cannot has met somebody in the middle. */
    private void checkBinding(ScramClientFirst opening) throws AuthenticationFailedException {
        if (name.endsWith(PLUS)) {
            require(opening.binding() == Binding.USED, "no channel binding is used with a -PLUS mechanism");
            require(bindings.find(opening.bindingType()).isPresent(), "the type of channel binding is not offered");
        } else {
            require(opening.binding() != Binding.USED, "a channel binding is used without a -PLUS mechanism");
            requireBound(
                    opening.binding() == Binding.NOT_SUPPORTED || bindings.isEmpty(),
                    "the client was not shown that channel binding is offered",
                    opening);
        }
    }

    private String answer(byte[] message) throws AuthenticationFailedException {
        ScramClientFirst opening = first.orElseThrow();
        ScramClientFinal response = ScramClientFinal.parse(message);
        byte[] proof = response.proof();
        if (proof.length != hash.octets()) {
            throw AuthenticationFailedException.malformed("the proof has the wrong length");
        }
        require(response.nonce().equals(opening.nonce() + ownNonce), "nonce is not the one of the challenge");
        requireBound(
                MessageDigest.isEqual(response.binding(), bindingOf(opening)),
                "the channel binding is not that of this connection",
                opening);
        ScramProof expected = new ScramProof(hash, opening.bare() + "," + challenge + "," + response.withoutProof());
        return "v=" + base64(judge(opening, proof, expected));
    }

    private byte[] bindingOf(ScramClientFirst opening) {
        byte[] octets = bindings.find(opening.bindingType()).orElse(new byte[0]);
        return Octets.toBytes(opening.header() + Octets.fromBytes(octets));
    }

    private byte[] judge(ScramClientFirst opening, byte[] proof, ScramProof expected)
            throws AuthenticationFailedException {
        ScramSecret found = secret.orElseThrow();
        boolean right = expected.isOfClient(proof, found.storedKey());
        Optional<String> account = found.account().filter(known -> right).filter(known -> opening.authorizationId()
                .map(name -> secrets.denotes(name, known))
                .orElse(true));
        complete(account.orElseThrow(() -> AuthenticationFailedException.refused(opening.username())));
        return expected.ofServer(found.serverKey());
    }

    @Override
    void erase() {
        secret.ifPresent(ScramSecret::erase);
    }

    private static void require(boolean condition, String otherwise) throws AuthenticationFailedException {
        if (!condition) {
            throw AuthenticationFailedException.mismatched(otherwise);
        }
    }

    private static void requireBound(boolean condition, String otherwise, ScramClientFirst opening)
            throws AuthenticationFailedException {
        if (!condition) {
            throw AuthenticationFailedException.unbound(otherwise, opening.username());
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
