// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

/** A message that is marked as deleted. Immutable. */
public final class MarkedMessage {
    private final String uniqueId;
    private final String numbers;
    private final long uid;
    private final long octets;

    MarkedMessage(String uniqueId, String numbers, long uid, long octets) {
        this.uniqueId = uniqueId;
        this.numbers = numbers;
        this.uid = uid;
        this.octets = octets;
    }

    /** The unique-id, as in the answer to UIDL. */
    public String uniqueId() {
        return uniqueId;
    }

    /** What its numbers make, whatever its unique-id: the key of {@link MessageAges}. */
    public String numbers() {
        return numbers;
    }

    /** The IMAP unique identifier in the mailbox. */
    public long uid() {
        return uid;
    }

    /** The octets that RETR sends before dot-stuffing. */
    public long octets() {
        return octets;
    }
}
