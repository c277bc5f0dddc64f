// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.apache.james.core.Username;

/**
 * The store of the exclusive-access locks on maildrops (RFC 1939 section 4; Digipoort also keeps deliveries out). The store's own clock
 * measures the lease time; without a renewal the lock is free after that. A busy lock and an expired lease are return values.
 * {@link StoreUnavailableException} means that the store is unavailable, or that its answer is still unknown after a second query; then
 * nobody may act as the owner of the lock. Implementations are thread-safe.
 */
public interface MaildropLocks {
    /** Takes the lock without waiting. Empty means that somebody else has it. */
    Optional<Lease> acquire(Username maildrop, LeaseHolder holder);

    /**
     * Extends leases by their full time, from now.
     *
     * @return the leases that are over; they cannot be renewed again
     */
    Set<Lease> renew(Collection<Lease> leases);

    /**
     * Enters the UPDATE state and extends the lease by its full time, from now. False means that the lease is over and nothing may be
     * deleted.
     */
    boolean beginUpdate(Lease lease);

    /** Frees the lock if the lease still owns it; otherwise does nothing. */
    void release(Lease lease);

    /** The lock on a maildrop; empty if none is in force. */
    Optional<LockInfo> look(Username maildrop);

    /** All locks in force, in no particular order. */
    List<LockInfo> lookAll();

    /**
     * Takes the lock away from its holder. The holder's lease is over at once.
     *
     * @param fence the grant to break, so that the lock of a successor is not broken
     * @return whether that lock was in force
     */
    boolean breakLock(Username maildrop, long fence);
}
