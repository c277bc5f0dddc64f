// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import org.apache.james.core.Username;

/** What follows for sessions, mail and limits when an administrator changes a user. Implementations are thread-safe and block. */
public interface UserChanges {
    /** The user may have another password now. */
    void passwordSet(Username user);

    /**
     * The user is removed, or one of that name is about to be made: nothing of the old one is to be the new one's.
     *
     * @throws NotClearedException if something is left of it
     */
    void clear(Username user);
}
