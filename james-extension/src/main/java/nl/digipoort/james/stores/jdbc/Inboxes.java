// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import javax.inject.Inject;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.maildrop.MailboxRequest;
import nl.digipoort.james.maildrop.MaildropMailbox;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;

/** Creates missing inboxes through James. Thread-safe. */
final class Inboxes {
    private final MailboxManager manager;

    @Inject
    Inboxes(MailboxManager manager) {
        this.manager = manager;
    }

    void create(Username maildrop) {
        try {
            MailboxRequest.run(
                    maildrop, manager, session -> MaildropMailbox.open(manager, MailboxPath.inbox(maildrop), session));
        } catch (MailboxException e) {
            throw new StoreUnavailableException("James cannot make the inbox of " + maildrop.asString(), e);
        }
    }
}
