// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.util.List;
import java.util.stream.Collectors;
import javax.inject.Inject;
import nl.digipoort.james.configuration.Finding;
import nl.digipoort.james.configuration.Findings;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * James's health check of its configuration: whether a file breaks or weakens a guarantee, and which line to change. Named as
 * {@code additional.healthchecks} in {@code healthcheck.properties}. Thread-safe.
 */
public final class ConfigurationHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("Digipoort configuration");

    private final Findings findings;

    @Inject
    ConfigurationHealthCheck(Findings findings) {
        this.findings = findings;
    }

    @Override
    public ComponentName componentName() {
        return NAME;
    }

    /** Not on the calling thread: James runs all checks on one that must not block. */
    @Override
    public Publisher<Result> check() {
        return Mono.fromCallable(() -> result(NAME, findings.all())).subscribeOn(Schedulers.boundedElastic());
    }

    /** Unhealthy if one of them breaks a guarantee, degraded if they only weaken some, healthy without any. */
    static Result result(ComponentName name, List<Finding> findings) {
        if (findings.isEmpty()) {
            return Result.healthy(name);
        }
        String cause = findings.stream().map(Finding::toString).collect(Collectors.joining(" | "));
        return findings.stream().anyMatch(Finding::isBreaking)
                ? Result.unhealthy(name, cause)
                : Result.degraded(name, cause);
    }
}
