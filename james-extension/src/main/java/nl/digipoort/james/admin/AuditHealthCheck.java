// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.io.IOException;
import java.util.List;
import javax.inject.Inject;
import nl.digipoort.james.audit.AuditTrail;
import org.apache.james.core.healthcheck.Result;

/**
 * James's health check of the audit trail, named as {@code additional.healthchecks} in {@code healthcheck.properties}. It checks whether a
 * record could be written now, because no message is handed over without one, and whether WebAdmin's changes are recorded. It names no user
 * and no path. Thread-safe.
 */
public final class AuditHealthCheck extends DigipoortHealthCheck {
    private final AuditTrail trail;

    @Inject
    AuditHealthCheck(AuditTrail trail) {
        super("Digipoort audit trail");
        this.trail = trail;
    }

    @Override
    Result look() {
        try {
            trail.probe();
            if (trail.isShortOfSpace()) {
                return degraded("The disk of the audit trail has less space left than one of its files may take");
            }
            List<String> weaknesses = trail.weaknesses();
            return weaknesses.isEmpty() ? healthy() : degraded(String.join(" | ", weaknesses));
        } catch (IOException | RuntimeException e) {
            return trail.isRefusing()
                    ? unhealthy("The audit trail cannot be written: no message is handed over or deleted", e)
                    : degraded("The audit trail cannot be written: what is done is not recorded");
        }
    }
}
