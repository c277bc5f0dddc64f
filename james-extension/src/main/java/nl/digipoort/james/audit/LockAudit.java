// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import javax.inject.Inject;
import nl.digipoort.james.lock.Lease;
import nl.digipoort.james.lock.LeaseKeeper;

/**
 * Records the lost locks of this server, including those of deliveries. The login record says that a session has its lock, and the record
 * of its end that the lock is free again. All three records have the fence.
 */
public final class LockAudit {
    private final AuditTrail trail;
    private final LeaseKeeper keeper;

    @Inject
    public LockAudit(AuditTrail trail, LeaseKeeper keeper) {
        this.trail = trail;
        this.keeper = keeper;
    }

    /** Begins to record the locks that are lost. */
    public void start() {
        keeper.whenLost(this::lost);
    }

    private void lost(Lease lease) {
        trail.note(AuditRecord.of(AuditEvent.LOCK_LOST)
                .with(AuditField.MAILDROP, lease.maildrop().asString())
                .with(AuditField.FENCE, lease.fence()));
    }
}
