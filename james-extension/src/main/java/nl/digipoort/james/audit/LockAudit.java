// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import javax.inject.Inject;
import nl.digipoort.james.lock.Lease;
import nl.digipoort.james.lock.LeaseKeeper;

/**
 * The records of locks of this server that were lost, those of deliveries too. That a session has its lock its login tells, and that
 * it is free again the end of the session; the fence is in all three.
 */
public final class LockAudit {
    private final AuditTrail trail;
    private final LeaseKeeper keeper;

    @Inject
    public LockAudit(AuditTrail trail, LeaseKeeper keeper) {
        this.trail = trail;
        this.keeper = keeper;
    }

    public void start() {
        keeper.whenLost(this::lost);
    }

    private void lost(Lease lease) {
        trail.note(AuditRecord.of(AuditEvent.LOCK_LOST)
                .with(AuditField.MAILDROP, lease.maildrop().asString())
                .with(AuditField.FENCE, lease.fence()));
    }
}
