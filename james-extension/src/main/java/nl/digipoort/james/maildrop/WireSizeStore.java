package nl.digipoort.james.maildrop;

import org.apache.james.mailbox.model.MailboxId;

/**
 * Keeps {@link WireSizes} by mailbox, so that a message is read for its size once in its life. Used by the holder of the
 * maildrop's lock only. Trouble with the store is a {@link
 * nl.digipoort.james.lock.StoreUnavailableException}.
 */
public interface WireSizeStore {
    /** What is known, {@link WireSizes#NOTHING_EXAMINED} for a mailbox never seen. */
    WireSizes find(MailboxId mailbox);

    /** Replaces what is known of the mailbox. */
    void save(MailboxId mailbox, WireSizes sizes);
}
