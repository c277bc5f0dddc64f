package nl.digipoort.james.maildrop;

import java.util.HashMap;
import java.util.Map;
import org.apache.james.mailbox.model.MailboxId;

/**
 * Finds out how many octets RETR sends for each message. A message is read for it once, at the first session that sees it;
 * after that the stored size and the few known exceptions say it. See docs/adr/0005-sizes-on-the-wire.md.
 */
final class WireSizing {
    private final WireSizeStore store;
    private final MailboxId mailboxId;
    private final MessageAccess mailbox;

    WireSizing(WireSizeStore store, MailboxId mailboxId, MessageAccess mailbox) {
        this.store = store;
        this.mailboxId = mailboxId;
        this.mailbox = mailbox;
    }

    long[] sizes(StoredMessages messages) throws MaildropException {
        WireSizes known = store.find(mailboxId);
        long[] sizes = new long[messages.count()];
        Map<Long, Long> exceptions = new HashMap<>();
        for (int i = 0; i < sizes.length; i++) {
            long uid = messages.uid(i);
            sizes[i] = uid <= known.examinedThrough()
                    ? known.exception(uid).orElse(messages.size(i))
                    : mailbox.canonicalLength(uid);
            if (sizes[i] != messages.size(i)) {
                exceptions.put(uid, sizes[i]);
            }
        }
        remember(messages, known, exceptions);
        return sizes;
    }

    private void remember(StoredMessages messages, WireSizes known, Map<Long, Long> exceptions) {
        long newest = messages.count() == 0 ? 0 : messages.uid(messages.count() - 1);
        if (newest > known.examinedThrough()) {
            store.save(mailboxId, WireSizes.of(newest, exceptions));
        }
    }
}
