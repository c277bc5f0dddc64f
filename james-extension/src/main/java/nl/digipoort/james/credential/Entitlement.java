// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.security.MessageDigest;
import java.util.Optional;
import org.apache.james.core.Username;

/** What entitles to a session, as it was at the login: the user, and the password that James had. Immutable. */
public final class Entitlement {
    private final Username user;
    private final Optional<byte[]> fingerprint;

    /** @param fingerprint the fingerprint of the password; empty if James does not show its hashes */
    Entitlement(Username user, Optional<byte[]> fingerprint) {
        this.user = user;
        this.fingerprint = fingerprint;
    }

    Username user() {
        return user;
    }

    boolean isThatOf(Entitlement other) {
        return user.equals(other.user)
                && MessageDigest.isEqual(fingerprint.orElse(new byte[0]), other.fingerprint.orElse(new byte[0]));
    }

    @Override
    public String toString() {
        return "Entitlement{" + user.asString() + "}";
    }
}
