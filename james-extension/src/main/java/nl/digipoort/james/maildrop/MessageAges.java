// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.time.Instant;
import java.util.NavigableMap;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;

/** How old messages are found: each store of James has its own cheap way for that. */
public interface MessageAges {
    /**
     * Finds messages that came into the mailbox before a moment; none where there is no such mailbox.
     *
     * @param session of the mailbox's owner, within a request to James
     * @param most so many of them at most, those with the lowest uids
     * @return when each came, by its uid
     * @throws MailboxException if the store cannot be read
     */
    NavigableMap<Long, Instant> before(
            Instant moment, int most, MailboxManager manager, MailboxPath path, MailboxSession session)
            throws MailboxException;
}
