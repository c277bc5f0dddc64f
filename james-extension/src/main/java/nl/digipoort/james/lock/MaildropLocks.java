// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.apache.james.core.Username;

/**
 * The store of the exclusive-access locks on maildrops (RFC 1939 section 4; Digipoort keeps deliveries out as well). A lock is
 * granted for a time that the store's own clock measures, and is free when that has passed without a renewal. What is no
 * trouble is a value: a lock that somebody else has, a lease that is over. A store that cannot be reached, or whose answer stays
 * unknown after a second look, is a {@link StoreUnavailableException}, and then nobody may act as if the lock were theirs.
 * Implementations are thread-safe.
 */
public interface MaildropLocks {
    /** Takes the lock at once or not at all: empty means that somebody else has it. */
    Optional<Lease> acquire(Username maildrop, LeaseHolder holder);

    /**
     * Lets leases hold for their full time again, from now.
     *
     * @return those of them that are over; they cannot come back
     */
    Set<Lease> renew(Collection<Lease> leases);

    /**
     * Enters the UPDATE state, for the full time from now. False means that the lease is over, and that nothing may be
     * deleted.
     */
    boolean beginUpdate(Lease lease);

    /** Frees the lock if it is still this lease's; otherwise does nothing. */
    void release(Lease lease);

    /** The lock on a maildrop, if it is in force. */
    Optional<LockInfo> look(Username maildrop);

    /** All locks in force, in no particular order. */
    List<LockInfo> lookAll();

    /**
     * Takes the lock away from whoever holds it: its lease is over at once.
     *
     * @param fence which grant is meant, so that a successor's is left alone
     * @return whether that lock was in force
     */
    boolean breakLock(Username maildrop, long fence);
}
