// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.apache.james.core.Username;

/**
 * The store of the exclusive-access locks on maildrops (RFC 1939 section 4; Digipoort also keeps deliveries out). A lock is owned for as long
 * as the token of its lease is in the store, and no wall clock ends it. Another node takes it over only after it has watched it unchanged
 * for the whole lease time by its own monotonic clock, see {@link LockWatch}. A busy lock and a lease that is over are return values.
 * {@link StoreUnavailableException} means that the store is unavailable, or that its answer is still unknown after a second attempt; then
 * nobody may act as the owner of the lock. Implementations are thread-safe.
 */
public interface MaildropLocks {
    /** Takes the lock without waiting. Empty means that somebody else has it. */
    Optional<Lease> acquire(Username maildrop, LeaseHolder holder);

    /** Renews leases by their full time, from now. A lease that cannot be renewed takes no other along. */
    Renewals renew(Collection<Lease> leases);

    /** Enters the UPDATE state and renews the lease. False means that the lease is over and nothing may be deleted. */
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

    /**
     * Looks at all locks, so that those of a node that dies are watched from then on, and frees those that were watched for their whole
     * time. The keeper calls it all the time. Does nothing in a store where that is too dear, or where no other node can die.
     */
    default void freeAbandoned() {}
}
