// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import javax.inject.Inject;
import nl.digipoort.james.configuration.Finding;
import nl.digipoort.james.configuration.Findings;
import nl.digipoort.james.transport.BoundListeners;
import org.apache.james.core.healthcheck.Result;

/**
 * James's health check of the POP3 server, named as {@code additional.healthchecks} in {@code healthcheck.properties}: a James whose files
 * start no POP3 is otherwise healthy. During a start it is unhealthy until the port answers. Thread-safe.
 */
public final class Pop3HealthCheck extends DigipoortHealthCheck {
    private static final String WITHOUT =
            "the server starts or stops, or pop3server.xml has <digipoort enabled=\"false\">";

    private final BoundListeners listeners;
    private final Findings configuration;

    @Inject
    Pop3HealthCheck(BoundListeners listeners, Findings configuration) {
        super("Digipoort POP3");
        this.listeners = listeners;
        this.configuration = configuration;
    }

    @Override
    Result look() {
        return listeners.isEmpty()
                ? unhealthy("No POP3 listener is bound: "
                        + configuration.unstarted().map(Finding::toString).orElse(WITHOUT))
                : healthy();
    }
}
