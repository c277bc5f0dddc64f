// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

/** A user of another server who may log in as each account (RFC 4616: the authorization identity). Immutable. */
final class MasterUser {
    private final String name;
    private final char[] password;

    MasterUser(String name, char[] password) {
        this.name = name;
        this.password = password.clone();
    }

    String name() {
        return name;
    }

    /** A copy that the caller erases. */
    char[] password() {
        return password.clone();
    }

    @Override
    public String toString() {
        return name;
    }
}
