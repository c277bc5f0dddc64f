// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.io.IOException;
import javax.inject.Inject;
import nl.digipoort.james.audit.AuditTrail;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * James's health check of the audit trail, named as {@code additional.healthchecks} in {@code healthcheck.properties}. It checks whether a
 * record could be written now, because no message is handed over without one, and whether WebAdmin's changes are recorded. It names no user
 * and no path. Thread-safe.
 */
public final class AuditHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("Digipoort audit trail");

    private final AuditTrail trail;

    @Inject
    AuditHealthCheck(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    public ComponentName componentName() {
        return NAME;
    }

    /** Not on the calling thread: James runs all checks on one that must not block. */
    @Override
    public Publisher<Result> check() {
        return Mono.fromCallable(this::look).subscribeOn(Schedulers.boundedElastic());
    }

    private Result look() {
        try {
            trail.probe();
            if (trail.isShortOfSpace()) {
                return Result.degraded(
                        NAME, "The disk of the audit trail has less space left than one of its files may take");
            }
            return Result.healthy(NAME);
        } catch (IOException | RuntimeException e) {
            return trail.isRefusing()
                    ? Result.unhealthy(
                            NAME, "The audit trail cannot be written: no message is handed over or deleted", e)
                    : Result.degraded(NAME, "The audit trail cannot be written: what is done is not recorded");
        }
    }
}
