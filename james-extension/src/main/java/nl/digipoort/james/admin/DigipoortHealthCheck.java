// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.util.List;
import java.util.stream.Collectors;
import nl.digipoort.james.configuration.Finding;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A health check that {@code additional.healthchecks} in {@code healthcheck.properties} names. Its results name no user and no path, because
 * James asks their readers for no token. Thread-safe.
 */
abstract class DigipoortHealthCheck implements HealthCheck {
    private final ComponentName name;

    DigipoortHealthCheck(String name) {
        this.name = new ComponentName(name);
    }

    @Override
    public final ComponentName componentName() {
        return name;
    }

    /** Not on the calling thread: James runs all checks on one that must not block. */
    @Override
    public final Publisher<Result> check() {
        return Mono.fromCallable(this::look).subscribeOn(Schedulers.boundedElastic());
    }

    abstract Result look();

    final Result healthy() {
        return Result.healthy(name);
    }

    final Result degraded(String cause) {
        return Result.degraded(name, cause);
    }

    final Result unhealthy(String cause) {
        return Result.unhealthy(name, cause);
    }

    final Result unhealthy(String cause, Exception failure) {
        return Result.unhealthy(name, cause, failure);
    }

    /** Unhealthy if one of them breaks a guarantee, degraded if they only weaken some, healthy without any. */
    final Result of(List<Finding> findings) {
        if (findings.isEmpty()) {
            return healthy();
        }
        String cause = findings.stream().map(Finding::toString).collect(Collectors.joining(" | "));
        return findings.stream().anyMatch(Finding::isBreaking) ? unhealthy(cause) : degraded(cause);
    }
}
