// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import javax.inject.Inject;
import nl.digipoort.james.configuration.Findings;
import org.apache.james.core.healthcheck.Result;

/**
 * James's health check of its configuration: whether a file breaks or weakens a guarantee, and which line to change. Named as
 * {@code additional.healthchecks} in {@code healthcheck.properties}. Thread-safe.
 */
public final class ConfigurationHealthCheck extends DigipoortHealthCheck {
    private final Findings findings;

    @Inject
    ConfigurationHealthCheck(Findings findings) {
        super("Digipoort configuration");
        this.findings = findings;
    }

    @Override
    Result look() {
        return of(findings.all());
    }
}
