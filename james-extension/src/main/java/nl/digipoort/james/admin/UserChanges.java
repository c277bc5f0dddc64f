// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import org.apache.james.core.Username;

/** Applies an administrator's change of a user to sessions, mail and limits. Implementations are thread-safe and block. */
public interface UserChanges {
    /** To be called when the user may have another password. */
    void passwordSet(Username user);

    /**
     * To be called when the user is removed, or one of that name is about to be made: the new user must get nothing of the old one.
     *
     * @throws NotClearedException if something of the old user is left
     */
    void clear(Username user);
}
