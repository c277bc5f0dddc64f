// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.time.Instant;
import java.util.Optional;

/** What an operator may see of a message without reading it. Immutable. */
public final class MessageInfo {
    private final int number;
    private final String uniqueId;
    private final long octets;
    private final Optional<Instant> arrivedAt;

    MessageInfo(int number, String uniqueId, long octets, Optional<Instant> arrivedAt) {
        this.number = number;
        this.uniqueId = uniqueId;
        this.octets = octets;
        this.arrivedAt = arrivedAt;
    }

    /** The number that a session would give it now, from 1. */
    public int number() {
        return number;
    }

    public String uniqueId() {
        return uniqueId;
    }

    /** As {@link MaildropTotals#octets()}, of this message. */
    public long octets() {
        return octets;
    }

    /** Empty if the message went while the page was read. */
    public Optional<Instant> arrivedAt() {
        return arrivedAt;
    }
}
