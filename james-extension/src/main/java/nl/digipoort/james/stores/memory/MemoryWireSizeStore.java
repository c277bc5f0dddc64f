// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import nl.digipoort.james.maildrop.WireSizeStore;
import nl.digipoort.james.maildrop.WireSizes;
import org.apache.james.mailbox.model.MailboxId;

/** Sizes on the wire in this JVM, for servers that also keep their mailboxes there. Thread-safe. */
public final class MemoryWireSizeStore implements WireSizeStore {
    private final Map<MailboxId, WireSizes> sizesByMailbox = new ConcurrentHashMap<>();

    @Override
    public WireSizes find(MailboxId mailbox) {
        return sizesByMailbox.getOrDefault(mailbox, WireSizes.NOTHING_EXAMINED);
    }

    @Override
    public void save(MailboxId mailbox, WireSizes sizes) {
        sizesByMailbox.put(mailbox, sizes);
    }
}
