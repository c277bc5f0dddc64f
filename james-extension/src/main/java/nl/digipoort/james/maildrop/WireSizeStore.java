// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.OptionalLong;
import org.apache.james.mailbox.model.MailboxId;

/**
 * Keeps {@link WireSizes} by mailbox, so that a message is read for its size once in its life. Used by the holder of the
 * maildrop's lock only. Trouble with the store is a {@link
 * nl.digipoort.james.failure.StoreUnavailableException}.
 */
public interface WireSizeStore {
    /** A mailbox with more of them has them written by sessions alone, many messages at a time. */
    int EXCEPTIONS_EXTENDED = 1000;

    /** What is known, {@link WireSizes#NOTHING_EXAMINED} for a mailbox never seen. */
    WireSizes find(MailboxId mailbox);

    /** Replaces what is known of the mailbox. */
    void save(MailboxId mailbox, WireSizes sizes);

    /**
     * Adds one message, if all before it are examined; otherwise it stays for the next session to examine, and so it does where
     * very many messages differ already.
     *
     * @param exception its size on the wire in octets, if that differs from the stored one
     */
    default void extend(MailboxId mailbox, long uid, OptionalLong exception) {
        WireSizes known = find(mailbox);
        if (known.examinedThrough() == uid - 1 && known.exceptions().size() < EXCEPTIONS_EXTENDED) {
            save(mailbox, known.extended(exception));
        }
    }
}
