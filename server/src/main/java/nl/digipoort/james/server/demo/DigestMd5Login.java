// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.demo;

import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;

/** AUTH DIGEST-MD5 (RFC 5034) with the JDK's own SASL client. */
public final class DigestMd5Login {
    private final String user;
    private final String password;

    public DigestMd5Login(String user, String password) {
        this.user = user;
        this.password = password;
    }

    /** Runs the whole exchange; returns the server's last line. */
    public String on(Pop3Client client) throws IOException {
        String line = untilLastChallenge(client);
        return line.startsWith("+ ") ? client.command("") : line;
    }

    /** Stops after the server's proof (rspauth), where the server waits for the empty line. */
    public String untilLastChallenge(Pop3Client client) throws IOException {
        SaslClient sasl =
                Sasl.createSaslClient(new String[] {"DIGEST-MD5"}, null, "pop", "localhost", Map.of(), this::answer);
        try {
            String line = client.command("AUTH DIGEST-MD5");
            while (line.startsWith("+ ") && !sasl.isComplete()) {
                byte[] response = sasl.evaluateChallenge(Base64.getDecoder().decode(line.substring(2)));
                if (!sasl.isComplete()) {
                    line = client.command(Base64.getEncoder().encodeToString(response));
                }
            }
            return line;
        } finally {
            sasl.dispose();
        }
    }

    private void answer(Callback... callbacks) {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                name.setName(user);
            } else if (callback instanceof PasswordCallback secret) {
                secret.setPassword(password.toCharArray());
            } else if (callback instanceof RealmCallback realm) {
                realm.setText(realm.getDefaultText());
            }
        }
    }
}
