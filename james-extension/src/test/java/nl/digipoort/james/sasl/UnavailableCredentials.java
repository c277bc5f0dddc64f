// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Credentials that are unavailable. */
public final class UnavailableCredentials implements PasswordVerifier, DigestSecrets {
    @Override
    public Optional<String> verify(String authenticationId, char[] password) {
        throw new UncheckedIOException(new IOException("down"));
    }

    @Override
    public Optional<DigestSecret> find(String username) {
        throw new UncheckedIOException(new IOException("down"));
    }

    @Override
    public boolean denotes(String name, String account) {
        throw new UncheckedIOException(new IOException("down"));
    }
}
