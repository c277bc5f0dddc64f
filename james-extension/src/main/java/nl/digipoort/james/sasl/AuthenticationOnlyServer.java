// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.Optional;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslServer;

/**
 * The common part of our mechanisms: one exchange, no security layer (TLS is below us), and no second attempt after a failure. Not
 * thread-safe: one thread at a time serves a connection.
 */
abstract class AuthenticationOnlyServer implements SaslServer {
    private Optional<String> account = Optional.empty();
    private boolean over;

    /**
     * Takes the next response of the client.
     *
     * @return the next challenge; empty once {@link #complete(String)} was called
     */
    abstract Optional<byte[]> next(byte[] response) throws AuthenticationFailedException;

    /** Overwrites what the exchange knows of a secret; called once it is over, perhaps more than once. */
    void erase() {
        // nothing, unless a mechanism keeps a secret from one response to the next
    }

    /** Ends the exchange with success: the client may act as this account. */
    final void complete(String provenAccount) {
        account = Optional.of(provenAccount);
    }

    @Override
    public final byte[] evaluateResponse(byte[] response) throws AuthenticationFailedException {
        if (over) {
            throw AuthenticationFailedException.malformed("the exchange is over");
        }
        over = true;
        try {
            Optional<byte[]> challenge = next(response);
            over = isComplete();
            return challenge.orElse(null);
        } finally {
            if (over) {
                erase();
            }
        }
    }

    @Override
    public final boolean isComplete() {
        return account.isPresent();
    }

    @Override
    public final String getAuthorizationID() {
        return account.orElseThrow(AuthenticationOnlyServer::incomplete);
    }

    @Override
    public final Object getNegotiatedProperty(String name) {
        if (!isComplete()) {
            throw incomplete();
        }
        return Sasl.QOP.equals(name) ? "auth" : null;
    }

    @Override
    public final byte[] unwrap(byte[] incoming, int offset, int length) {
        throw noSecurityLayer();
    }

    @Override
    public final byte[] wrap(byte[] outgoing, int offset, int length) {
        throw noSecurityLayer();
    }

    @Override
    public final void dispose() {
        over = true;
        erase();
    }

    private static IllegalStateException incomplete() {
        return new IllegalStateException("the exchange is not complete");
    }

    private static IllegalStateException noSecurityLayer() {
        return new IllegalStateException("no security layer was negotiated");
    }
}
