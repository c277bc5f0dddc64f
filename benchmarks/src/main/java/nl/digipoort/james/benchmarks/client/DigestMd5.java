// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

/** The JDK's DIGEST-MD5 client on the lines of RFC 5034, for one login. */
public final class DigestMd5 {
    private final SaslClient client;

    public DigestMd5(Account account) throws SaslException {
        this.client = Sasl.createSaslClient(
                new String[] {"DIGEST-MD5"},
                null,
                "pop",
                "localhost",
                Map.of(),
                callbacks -> answer(callbacks, account));
    }

    private static void answer(Callback[] callbacks, Account account) throws UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                name.setName(account.user());
            } else if (callback instanceof PasswordCallback password) {
                password.setPassword(account.password().toCharArray());
            } else if (callback instanceof RealmCallback realm) {
                realm.setText(realm.getDefaultText());
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    /** The response to a challenge; null for the last one. */
    public byte[] respond(byte[] challenge) throws SaslException {
        return client.evaluateChallenge(challenge);
    }

    /**
     * @param line a {@code "+ "} line of the server
     * @return the line to send
     */
    String respond(String line) throws SaslException {
        byte[] response = respond(Base64.getDecoder().decode(line.substring(2)));
        return response == null ? "" : new String(Base64.getEncoder().encode(response), StandardCharsets.US_ASCII);
    }
}
