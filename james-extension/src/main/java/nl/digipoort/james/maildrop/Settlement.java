// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import nl.digipoort.james.lock.Lease;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;

/** Finds out whether an interrupted delivery was made, on stores where a delivery is not one transaction (ADR 17, ADR 38). */
public interface Settlement {
    /**
     * Settles the open attempt of the maildrop, if there is one.
     *
     * @param lease the lease of the caller
     * @param session the session of the maildrop's user, within a request to James
     * @throws MailboxException if the mailbox cannot be read; the attempt stays open, and the maildrop must not be used
     * @throws nl.digipoort.james.failure.StoreUnavailableException if the journal is unavailable; the same applies
     */
    void settle(Lease lease, MailboxManager manager, MailboxSession session) throws MailboxException;
}
