// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import io.netty.util.internal.PlatformDependent;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Octets of all multi-line replies that were written and that no socket has taken yet. Beyond the bound each reply has one small piece under
 * way at most, so that clients that do not read cannot use up the direct memory (docs/develop/adr/0050-memory-of-replies.md). Thread-safe.
 */
final class UnsentOctets {
    private static final int PART = 4;

    private final AtomicLong unsent = new AtomicLong();
    private final long bound;

    /** @param bound in octets */
    UnsentOctets(long bound) {
        this.bound = bound;
    }

    /** A quarter of the direct memory that Netty may use. */
    static UnsentOctets partOfMemory() {
        return new UnsentOctets(PlatformDependent.maxDirectMemory() / PART);
    }

    void add(int octets) {
        unsent.addAndGet(octets);
    }

    boolean isTooMuch() {
        return unsent.get() >= bound;
    }

    long get() {
        return unsent.get();
    }
}
