// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.login;

import nl.digipoort.james.command.line.UsageException;

/** The name and password of a test. Immutable. */
final class Credentials {
    private final String user;
    private final String password;

    Credentials(String user, String password) {
        if ((user + password).chars().anyMatch(Character::isISOControl)) {
            throw new UsageException("a name or a password has no control characters");
        }
        this.user = user;
        this.password = password;
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    @Override
    public String toString() {
        return user;
    }
}
