// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

/** The number and size of the messages in a maildrop. Immutable. */
public final class MaildropTotals {
    static final MaildropTotals NOTHING = new MaildropTotals(0, 0);

    private final int messages;
    private final long octets;

    private MaildropTotals(int messages, long octets) {
        this.messages = messages;
        this.octets = octets;
    }

    static MaildropTotals of(StoredMessages messages, WireSizes known) {
        long octets = 0;
        for (int i = 0; i < messages.count(); i++) {
            octets += known.exception(messages.uid(i)).orElse(messages.size(i));
        }
        return new MaildropTotals(messages.count(), octets);
    }

    /** The number of messages. */
    public int messages() {
        return messages;
    }

    /** The octets that RETR sends before dot-stuffing. A message that was not examined yet counts with its stored size. */
    public long octets() {
        return octets;
    }
}
