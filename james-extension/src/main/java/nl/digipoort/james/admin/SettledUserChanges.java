// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import javax.inject.Inject;
import nl.digipoort.james.audit.NotRecordedException;
import nl.digipoort.james.credential.Entitlements;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.retention.RemovedUsers;
import org.apache.james.core.Username;

/** Ends the sessions of a changed user, and clears away what a removed one leaves. Thread-safe. */
public final class SettledUserChanges implements UserChanges {
    private final Entitlements entitlements;
    private final RemovedUsers removedUsers;

    @Inject
    SettledUserChanges(Entitlements entitlements, RemovedUsers removedUsers) {
        this.entitlements = entitlements;
        this.removedUsers = removedUsers;
    }

    @Override
    public void passwordSet(Username user) {
        entitlements.changed(user);
    }

    @Override
    public void clear(Username user) {
        try {
            removedUsers.clear(user);
        } catch (MaildropException | StoreUnavailableException | NotRecordedException e) {
            throw new NotClearedException(e);
        }
    }
}
