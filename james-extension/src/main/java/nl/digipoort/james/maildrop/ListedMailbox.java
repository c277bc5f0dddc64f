// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import org.apache.james.mailbox.model.MailboxId;

/** A mailbox and its messages. Immutable. */
public final class ListedMailbox {
    private final MailboxId id;
    private final long uidValidity;
    private final StoredMessages messages;

    /** @param uidValidity the validity of the mailbox's unique identifiers */
    public ListedMailbox(MailboxId id, long uidValidity, StoredMessages messages) {
        this.id = id;
        this.uidValidity = uidValidity;
        this.messages = messages;
    }

    public MailboxId id() {
        return id;
    }

    public long uidValidity() {
        return uidValidity;
    }

    public StoredMessages messages() {
        return messages;
    }
}
