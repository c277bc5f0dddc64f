// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.tls.ServerTls;
import nl.digipoort.james.tls.TlsStatus;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * James's health check of the certificates, named as {@code additional.healthchecks} in {@code healthcheck.properties}. Its result has
 * nothing that a connecting client cannot see. Thread-safe.
 */
public final class TlsHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("Digipoort TLS");

    private final ServerTls tls;
    private final Clock clock;

    @Inject
    TlsHealthCheck(ServerTls tls, Clock clock) {
        this.tls = tls;
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

    /** A server that is off has no certificates, and is healthy. */
    private Result look() {
        Optional<TlsStatus> status = tls.status();
        return status.map(served -> judge(served, clock.instant())).orElseGet(() -> Result.healthy(NAME));
    }

    private Result judge(TlsStatus status, Instant now) {
        TlsStatus.Certificate first = status.firstToExpire();
        if (now.isAfter(first.notAfter())) {
            return Result.unhealthy(NAME, "The certificate " + first.subject() + " has expired at " + first.notAfter());
        }
        if (first.daysLeft(now) < tls.expiryAlarmDays()) {
            return Result.degraded(
                    NAME,
                    "The certificate " + first.subject() + " expires in " + first.daysLeft(now) + " days, at "
                            + first.notAfter());
        }
        if (status.problem().isPresent()) {
            return Result.degraded(NAME, "The files hold certificates that cannot be served; the log says why");
        }
        return Result.healthy(NAME);
    }
}
