// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.List;

/** Receives the steps of UPDATE, on the thread that does them. */
public interface UpdateListener {
    /** The result for a marked message. */
    enum Fate {
        DELETED,
        /** The store was not asked to delete it. */
        KEPT,
        /** The store failed during the deletion. The message may or may not be deleted. */
        UNKNOWN
    }

    /**
     * Called when the lock is confirmed and nothing is deleted yet.
     *
     * @throws RuntimeException if the messages must not be deleted; UPDATE then throws it, frees the lock and deletes nothing
     */
    void begins(List<MarkedMessage> marked);

    /** Called with every marked message once, unless the lock was lost before {@link #begins}. Must not throw. */
    void ended(List<MarkedMessage> messages, Fate fate);
}
