// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.journal.DeliveryAttempt;
import nl.digipoort.james.journal.DeliveryJournal;
import nl.digipoort.james.lock.Lease;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageRange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether an interrupted delivery was made, after a server died or a database did not answer. The holder of the maildrop's lock
 * does this first, before a client can delete the message that proves the delivery (ADR 17). Thread-safe.
 */
public final class JournalSettlement implements Settlement {
    private static final Logger LOGGER = LoggerFactory.getLogger(JournalSettlement.class);

    private final DeliveryJournal journal;
    private final MailboxId.Factory mailboxIds;

    @Inject
    public JournalSettlement(DeliveryJournal journal, MailboxId.Factory mailboxIds) {
        this.journal = journal;
        this.mailboxIds = mailboxIds;
    }

    @Override
    public void settle(Lease lease, MailboxManager manager, MailboxSession session) throws MailboxException {
        Optional<DeliveryAttempt> open = journal.unsettled(lease.maildrop());
        if (open.isEmpty()) {
            return;
        }
        DeliveryAttempt attempt = open.get();
        boolean made = shows(attempt, manager, session);
        LOGGER.info("A delivery that had ended in the middle was {}: {}", made ? "made" : "not made", attempt);
        if (made) {
            journal.made(attempt);
        } else {
            journal.notMade(attempt);
        }
    }

    private boolean shows(DeliveryAttempt attempt, MailboxManager manager, MailboxSession session)
            throws MailboxException {
        MessageManager mailbox;
        try {
            mailbox = manager.getMailbox(mailboxIds.fromString(attempt.mailboxId()), session);
        } catch (MailboxNotFoundException e) {
            return false;
        }
        MessageRange sinceThen = MessageRange.from(MessageUid.of(attempt.firstUid()));
        return MailboxApiReader.first(mailbox, sinceThen, FetchGroup.MINIMAL, session)
                .isPresent();
    }
}
