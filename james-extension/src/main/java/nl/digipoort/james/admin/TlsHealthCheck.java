// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.tls.ServerTls;
import nl.digipoort.james.tls.TlsStatus;
import org.apache.james.core.healthcheck.Result;

/**
 * James's health check of the certificates, named as {@code additional.healthchecks} in {@code healthcheck.properties}. Its result has
 * nothing that a connecting client cannot see. Thread-safe.
 */
public final class TlsHealthCheck extends DigipoortHealthCheck {
    private final ServerTls tls;
    private final Clock clock;

    @Inject
    TlsHealthCheck(ServerTls tls, Clock clock) {
        super("Digipoort TLS");
        this.tls = tls;
        this.clock = clock;
    }

    /** A server that is off has no certificates, and is healthy. */
    @Override
    Result look() {
        Optional<TlsStatus> status = tls.status();
        return status.map(served -> judge(served, clock.instant())).orElseGet(this::healthy);
    }

    private Result judge(TlsStatus status, Instant now) {
        TlsStatus.Certificate first = status.firstToExpire();
        if (now.isAfter(first.notAfter())) {
            return unhealthy("The certificate " + first.subject() + " has expired at " + first.notAfter());
        }
        if (first.daysLeft(now) < tls.expiryAlarmDays()) {
            return degraded("The certificate " + first.subject() + " expires in " + first.daysLeft(now) + " days, at "
                    + first.notAfter());
        }
        if (status.problem().isPresent()) {
            return degraded("The files hold certificates that cannot be served; the log says why");
        }
        return healthy();
    }
}
