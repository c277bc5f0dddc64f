// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.time.Instant;

/** The key of a message in James's tables, with the modification sequence and date that it gets at its delivery. Immutable. */
final class NumberedMessage {
    private final long mailbox;
    private final long uid;
    private final long modSeq;
    private final Instant date;

    NumberedMessage(long mailbox, long uid, long modSeq, Instant date) {
        this.mailbox = mailbox;
        this.uid = uid;
        this.modSeq = modSeq;
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

    Instant date() {
        return date;
    }
}
