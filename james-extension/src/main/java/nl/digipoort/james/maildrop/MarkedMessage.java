// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

/** A message that is marked as deleted. Immutable. */
public final class MarkedMessage {
    private final String uniqueId;
    private final long uid;
    private final long octets;

    MarkedMessage(String uniqueId, long uid, long octets) {
        this.uniqueId = uniqueId;
        this.uid = uid;
        this.octets = octets;
    }

    /** As UIDL tells it. */
    public String uniqueId() {
        return uniqueId;
    }

    /** Of the mailbox. */
    public long uid() {
        return uid;
    }

    /** The octets that RETR sends before dot-stuffing. */
    public long octets() {
        return octets;
    }
}
