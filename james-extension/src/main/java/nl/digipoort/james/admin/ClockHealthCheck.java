// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import javax.inject.Inject;
import nl.digipoort.james.clock.ClockWatch;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * James's health check of the wall clock, named as {@code additional.healthchecks} in {@code healthcheck.properties}. Degraded while the
 * clock is not trusted. Thread-safe.
 */
public final class ClockHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("Digipoort clock");

    private final ClockWatch clock;

    @Inject
    ClockHealthCheck(ClockWatch clock) {
        this.clock = clock;
    }

    @Override
    public ComponentName componentName() {
        return NAME;
    }

    @Override
    public Publisher<Result> check() {
        return Mono.fromCallable(this::look);
    }

    private Result look() {
        return clock.step()
                .map(step -> Result.degraded(
                        NAME,
                        "The clock says " + step.found() + " where " + step.expected()
                                + " was expected; nothing is deleted" + " by it until it is back or confirmed"))
                .orElseGet(() -> Result.healthy(NAME));
    }
}
