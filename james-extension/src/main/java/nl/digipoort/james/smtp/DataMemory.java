// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import java.util.concurrent.atomic.AtomicLong;

/** The memory for all messages that are coming in together. Nobody waits for it: what does not fit goes to a file. Thread-safe. */
final class DataMemory {
    private final AtomicLong left;

    DataMemory(long octets) {
        this.left = new AtomicLong(octets);
    }

    /** Whether there was so much. */
    boolean take(long octets) {
        if (left.addAndGet(-octets) >= 0) {
            return true;
        }
        give(octets);
        return false;
    }

    void give(long octets) {
        left.addAndGet(octets);
    }

    long left() {
        return left.get();
    }
}
