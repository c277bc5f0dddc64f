// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.OptionalLong;
import org.apache.james.mailbox.model.MailboxId;

/**
 * Stores {@link WireSizes} by mailbox, so that each message is read for its size only once, and the unique-ids that
 * messages have kept. A login reads both at once. Only the holder of the maildrop's lock may use
 * it. Store failures are {@link nl.digipoort.james.failure.StoreUnavailableException}s.
 */
public interface WireSizeStore {
    /** In a mailbox with more exceptions, deliveries do not add any: sessions save them, many messages at a time. */
    int EXCEPTIONS_EXTENDED = 1000;

    /** The known sizes; {@link WireSizes#NOTHING_EXAMINED} for an unknown mailbox. */
    WireSizes find(MailboxId mailbox);

    /** Replaces the known sizes and the kept unique-ids of the mailbox. */
    void save(MailboxId mailbox, WireSizes sizes);

    /** How much it can keep of the unique-ids of one mailbox, with 16 octets more for each. */
    default long mostOctetsOfUniqueIds() {
        return Long.MAX_VALUE;
    }

    /**
     * Adds one message if all earlier ones are examined and not too many exceptions exist. Otherwise the next session examines it.
     *
     * @param exception the size on the wire in octets, if it differs from the stored size
     */
    default void extend(MailboxId mailbox, long uid, OptionalLong exception) {
        find(mailbox).extended(uid, exception).ifPresent(sizes -> save(mailbox, sizes));
    }
}
