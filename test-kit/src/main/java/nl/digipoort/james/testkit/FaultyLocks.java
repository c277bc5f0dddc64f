// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.lock.HolderKind;
import nl.digipoort.james.lock.Lease;
import nl.digipoort.james.lock.LeaseHolder;
import nl.digipoort.james.lock.LockInfo;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.lock.Renewals;
import org.apache.james.core.Username;

/** Locks in memory that are taken by somebody else, or unavailable, for the accounts with such a fault. Thread-safe. */
final class FaultyLocks implements MaildropLocks {
    private static final LeaseHolder SOMEBODY = LeaseHolder.of(HolderKind.SESSION, "test-server", "192.0.2.1");

    private final MaildropLocks locks;
    private final Faults faults;

    FaultyLocks(MaildropLocks locks, Faults faults) {
        this.locks = locks;
        this.faults = faults;
    }

    @Override
    public Optional<Lease> acquire(Username maildrop, LeaseHolder holder) {
        if (faults.has(maildrop, Fault.SYS_TEMP)) {
            throw new StoreUnavailableException("the fault " + Fault.SYS_TEMP.label(), null);
        }
        if (faults.has(maildrop, Fault.IN_USE)) {
            locks.acquire(maildrop, SOMEBODY);
        } else {
            locks.look(maildrop)
                    .filter(lock -> lock.holder().equals(SOMEBODY))
                    .ifPresent(lock -> locks.breakLock(maildrop, lock.fence()));
        }
        return locks.acquire(maildrop, holder);
    }

    @Override
    public Renewals renew(Collection<Lease> leases) {
        return locks.renew(leases);
    }

    @Override
    public boolean beginUpdate(Lease lease) {
        return locks.beginUpdate(lease);
    }

    @Override
    public void release(Lease lease) {
        locks.release(lease);
    }

    @Override
    public Optional<LockInfo> look(Username maildrop) {
        return locks.look(maildrop);
    }

    @Override
    public List<LockInfo> lookAll() {
        return locks.lookAll();
    }

    @Override
    public boolean breakLock(Username maildrop, long fence) {
        return locks.breakLock(maildrop, fence);
    }
}
