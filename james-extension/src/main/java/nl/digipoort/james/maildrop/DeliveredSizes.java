// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import com.google.common.io.CountingInputStream;
import java.io.IOException;
import java.util.OptionalLong;
import javax.inject.Inject;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.mail.CanonicalInputStream;
import nl.digipoort.james.mail.MailContent;
import org.apache.james.mailbox.model.MailboxId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the size on the wire of a message at its delivery, so that no login has to read the message
 * (docs/develop/adr/0005-sizes-on-the-wire.md). A failure never affects the delivery; the next login then finds out the size. Thread-safe.
 */
public final class DeliveredSizes {
    private static final Logger LOGGER = LoggerFactory.getLogger(DeliveredSizes.class);

    private final WireSizeStore store;

    @Inject
    public DeliveredSizes(WireSizeStore store) {
        this.store = store;
    }

    /**
     * Call this under the maildrop's lock, when the message is in the mailbox.
     *
     * @param storedOctets the size of the message according to the store
     * @param content the message as given to the store; read once, a piece at a time
     */
    public void note(MailboxId mailbox, long uid, long storedOctets, MailContent content) {
        try (CountingInputStream given = new CountingInputStream(content.open())) {
            long wireOctets = CanonicalInputStream.length(given);
            if (given.getCount() == storedOctets) {
                OptionalLong exception =
                        wireOctets == storedOctets ? OptionalLong.empty() : OptionalLong.of(wireOctets);
                store.extend(mailbox, uid, exception);
            }
        } catch (IOException | StoreUnavailableException e) {
            LOGGER.info("The size of message {} of mailbox {} is left to the next login", uid, mailbox.serialize(), e);
        } catch (RuntimeException e) {
            LOGGER.warn("The size of message {} of mailbox {} is left to the next login", uid, mailbox.serialize(), e);
        }
    }
}
