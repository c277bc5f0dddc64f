// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.time.Instant;
import java.util.Map;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;

/** Finds old messages. Each store of James has its own cheap way. */
public interface MessageAges {
    /**
     * Finds messages that came into the mailbox before a moment. Finds none if the mailbox does not exist.
     *
     * @param session the session of the mailbox's owner, within a request to James
     * @param most the highest number of messages; those with the lowest uids are returned
     * @return the time when each message came, by {@link Snapshot#uniqueId(long, long)}, which names the mailbox too
     * @throws MailboxException if the store cannot be read
     */
    Map<String, Instant> before(
            Instant moment, int most, MailboxManager manager, MailboxPath path, MailboxSession session)
            throws MailboxException;
}
