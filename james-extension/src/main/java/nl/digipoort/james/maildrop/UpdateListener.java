// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.List;

/** Is told what UPDATE does, in the thread that does it. */
public interface UpdateListener {
    /** What became of a marked message. */
    enum Fate {
        DELETED,
        /** The store was not asked to delete it. */
        KEPT,
        /** The store failed while it was at it: the message may be there or not. */
        UNKNOWN
    }

    /**
     * The lock is confirmed and nothing is deleted yet.
     *
     * @throws RuntimeException if these may not be deleted; then UPDATE ends with it, the lock is freed and nothing is deleted
     */
    void begins(List<MarkedMessage> marked);

    /** For every marked message once, unless the lock was lost before {@link #begins}. Throws nothing. */
    void ended(List<MarkedMessage> messages, Fate fate);
}
