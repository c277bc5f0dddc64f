// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.time.Instant;
import nl.digipoort.james.maildrop.Snapshot;

/** The key of a message in James's tables, with what else it gets at its delivery. Immutable. */
final class NumberedMessage {
    private final long mailbox;
    private final long uid;
    private final long modSeq;
    private final long uidValidity;
    private final Instant date;

    NumberedMessage(long mailbox, long uid, long modSeq, long uidValidity, Instant date) {
        this.mailbox = mailbox;
        this.uid = uid;
        this.modSeq = modSeq;
        this.uidValidity = uidValidity;
        this.date = date;
    }

    long mailbox() {
        return mailbox;
    }

    long uid() {
        return uid;
    }

    long modSeq() {
        return modSeq;
    }

    /** The unique-id as UIDL tells it. */
    String uniqueId() {
        return Snapshot.uniqueId(uidValidity, uid);
    }

    Instant date() {
        return date;
    }
}
