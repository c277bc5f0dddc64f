// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.retention;

import javax.inject.Inject;
import javax.inject.Named;
import nl.digipoort.james.audit.AuditEvent;
import nl.digipoort.james.audit.AuditField;
import nl.digipoort.james.audit.AuditRecord;
import nl.digipoort.james.audit.AuditTrail;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.maildrop.MailboxRequest;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.Settlement;
import nl.digipoort.james.retention.SetAsideMail.Restoration;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Inboxes of removed users, renamed so that they are never opened as a maildrop. Thread-safe; blocks. */
final class AsideMailboxes {
    static final String PREFIX = "removed-";

    private static final Logger LOGGER = LoggerFactory.getLogger(AsideMailboxes.class);

    private final MailboxManager manager;
    private final Settlement settlement;
    private final AuditTrail trail;

    @Inject
    AsideMailboxes(@Named("mailboxmanager") MailboxManager manager, Settlement settlement, AuditTrail trail) {
        this.manager = manager;
        this.settlement = settlement;
        this.trail = trail;
    }

    /** Whether the inbox has a message. Does not create the inbox. */
    boolean hasMail(Username user) throws MaildropException {
        return asking(user, session -> count(user, session) > 0);
    }

    /** Renames the inbox unless it is empty. Messages keep their unique-ids. */
    void setAside(OwnedLease lease, String name) throws MaildropException {
        Username user = lease.lease().maildrop();
        asking(user, session -> {
            settlement.settle(lease.lease(), manager, session);
            long count = count(user, session);
            if (count == 0) {
                return false;
            }
            trail.require(AuditRecord.of(AuditEvent.SET_ASIDE)
                    .with(AuditField.MAILDROP, user.asString())
                    .with(AuditField.FENCE, lease.lease().fence())
                    .with(AuditField.MAILBOX, name)
                    .with(AuditField.MESSAGES, count));
            manager.renameMailbox(MailboxPath.inbox(user), MailboxPath.forUser(user, name), session);
            LOGGER.warn(
                    "{} messages of the removed user {} are set aside in its mailbox {}", count, user.asString(), name);
            return true;
        });
    }

    /** Renames a mailbox back if the inbox is empty. */
    Restoration restore(OwnedLease lease, String name) throws MaildropException {
        Username user = lease.lease().maildrop();
        MailboxPath from = MailboxPath.forUser(user, name);
        return asking(user, session -> {
            settlement.settle(lease.lease(), manager, session);
            if (!name.startsWith(PREFIX) || !isThere(from, session)) {
                return Restoration.NOT_FOUND;
            }
            if (count(user, session) > 0) {
                return Restoration.NOT_EMPTY;
            }
            if (isThere(MailboxPath.inbox(user), session)) {
                manager.deleteMailbox(MailboxPath.inbox(user), session);
            }
            manager.renameMailbox(from, MailboxPath.inbox(user), session);
            LOGGER.warn("The mail in {} is given to the user {}", name, user.asString());
            return Restoration.DONE;
        });
    }

    private boolean isThere(MailboxPath path, MailboxSession session) throws MailboxException {
        try {
            manager.getMailbox(path, session);
            return true;
        } catch (MailboxNotFoundException e) {
            return false;
        }
    }

    private long count(Username user, MailboxSession session) throws MailboxException {
        try {
            MessageManager inbox = manager.getMailbox(MailboxPath.inbox(user), session);
            return inbox.getMessageCount(session);
        } catch (MailboxNotFoundException e) {
            return 0;
        }
    }

    private <T> T asking(Username user, MailboxRequest.Work<T, RuntimeException> work) throws MaildropException {
        try {
            return MailboxRequest.run(user, manager, work);
        } catch (MailboxException e) {
            throw new MaildropException("the mailboxes of " + user.asString() + " cannot be changed", e);
        }
    }
}
