// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import javax.inject.Inject;
import nl.digipoort.james.clock.ClockWatch;
import org.apache.james.core.healthcheck.Result;

/**
 * James's health check of the wall clock, named as {@code additional.healthchecks} in {@code healthcheck.properties}. Degraded while the
 * clock is not trusted. Thread-safe.
 */
public final class ClockHealthCheck extends DigipoortHealthCheck {
    private final ClockWatch clock;

    @Inject
    ClockHealthCheck(ClockWatch clock) {
        super("Digipoort clock");
        this.clock = clock;
    }

    @Override
    Result look() {
        return clock.step()
                .map(step -> degraded("The clock says " + step.found() + " where " + step.expected()
                        + " was expected; nothing is deleted by it until it is back or confirmed"))
                .orElseGet(this::healthy);
    }
}
