// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.util.Optional;
import org.apache.james.core.Username;

/** One account of another server. Its credential is a secret, and is erased after use. */
final class ForeignAccount {
    private final String name;
    private final Username user;
    private final ForeignCredential credential;

    ForeignAccount(String name, Username user, ForeignCredential credential) {
        this.name = name;
        this.user = user;
        this.credential = credential;
    }

    /** As the other server spells it. */
    String name() {
        return name;
    }

    /** As it is called here. */
    Username user() {
        return user;
    }

    ForeignCredential credential() {
        return credential;
    }

    /** The clear password, if it is known; a copy that the caller erases. */
    Optional<char[]> password() {
        return credential.password();
    }

    void erase() {
        credential.erase();
    }

    @Override
    public String toString() {
        return name;
    }
}
