// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import org.apache.james.core.Username;

/** An account and how it has logged in. Immutable. */
public final class AccountUses {
    private final Username user;
    private final Uses uses;

    private AccountUses(Username user, Uses uses) {
        this.user = user;
        this.uses = uses;
    }

    public static AccountUses of(Username user, Uses uses) {
        return new AccountUses(user, uses);
    }

    public Username user() {
        return user;
    }

    public Uses uses() {
        return uses;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccountUses
                && user.equals(((AccountUses) other).user)
                && uses.equals(((AccountUses) other).uses);
    }

    @Override
    public int hashCode() {
        return user.hashCode();
    }

    @Override
    public String toString() {
        return user.asString() + ": " + uses;
    }
}
