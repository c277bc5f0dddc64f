// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.Optional;

/** Credentials that are unavailable. */
public final class UnavailableCredentials implements PasswordVerifier, DigestSecrets {
    @Override
    public Optional<String> verify(String authenticationId, char[] password) {
        throw new CredentialsUnavailableException("down", null);
    }

    @Override
    public Optional<DigestSecret> find(String username) {
        throw new CredentialsUnavailableException("down", null);
    }

    @Override
    public boolean denotes(String name, String account) {
        throw new CredentialsUnavailableException("down", null);
    }
}
