// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import javax.inject.Inject;
import nl.digipoort.james.clock.ClockStep;
import nl.digipoort.james.clock.ClockWatch;

/** Records the steps of the wall clock, because the times of records before and after one do not fit together. */
public final class ClockAudit {
    private final AuditTrail trail;
    private final ClockWatch clock;

    @Inject
    public ClockAudit(AuditTrail trail, ClockWatch clock) {
        this.trail = trail;
        this.clock = clock;
    }

    /** Begins to record steps. */
    public void start() {
        clock.setListener(this::stepped);
    }

    private void stepped(ClockStep step) {
        trail.note(AuditRecord.of(AuditEvent.CLOCK_STEPPED)
                .with(AuditField.EXPECTED, step.expected().toString())
                .with(AuditField.SECONDS, step.seconds()));
    }
}
