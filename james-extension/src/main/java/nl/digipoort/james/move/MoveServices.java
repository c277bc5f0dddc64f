// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import javax.inject.Inject;
import nl.digipoort.james.audit.AcceptedLoss;
import nl.digipoort.james.audit.ServerAudit;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.lock.LeaseKeeper;

/** What a move needs of a running server: the audit trail, the clock and the renewal of leases. */
final class MoveServices {
    private final ServerAudit audit;
    private final ClockWatch clock;
    private final AcceptedLoss loss;
    private final LeaseKeeper leases;

    @Inject
    MoveServices(ServerAudit audit, ClockWatch clock, AcceptedLoss loss, LeaseKeeper leases) {
        this.audit = audit;
        this.clock = clock;
        this.loss = loss;
        this.leases = leases;
    }

    void start() {
        audit.start();
        clock.start();
        loss.record();
        leases.start();
    }
}
