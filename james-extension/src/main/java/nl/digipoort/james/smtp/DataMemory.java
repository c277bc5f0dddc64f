// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import java.util.concurrent.atomic.AtomicLong;

/** The memory shared by all incoming messages. Nobody waits for it: a message that does not fit is written to a file. Thread-safe. */
final class DataMemory {
    private final AtomicLong left;

    DataMemory(long octets) {
        this.left = new AtomicLong(octets);
    }

    /** Takes the memory; false if too little is left. */
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
