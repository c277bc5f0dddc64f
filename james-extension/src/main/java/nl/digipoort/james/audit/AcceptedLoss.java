// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.util.Optional;
import javax.inject.Inject;

/** Records that the embedded server was started on a damaged database, which it says by a system property. */
public final class AcceptedLoss {
    private static final String PROPERTY = "digipoort.accepted.loss";

    private final AuditTrail trail;

    @Inject
    public AcceptedLoss(AuditTrail trail) {
        this.trail = trail;
    }

    /**
     * Before anything is served.
     *
     * @throws NotRecordedException if that is impossible, and the operator wants nothing done unrecorded
     */
    public void record() {
        Optional.ofNullable(System.getProperty(PROPERTY))
                .ifPresent(damage ->
                        trail.require(AuditRecord.of(AuditEvent.LOSS_ACCEPTED).with(AuditField.DAMAGE, damage)));
    }
}
