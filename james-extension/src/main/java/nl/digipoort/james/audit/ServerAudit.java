// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.util.Optional;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;

/**
 * Records the start and the clean stop of this server, and closes the trail. James stops first what was made last, so this is made before
 * the trail, and stops after everybody who writes to it.
 */
@Singleton
public final class ServerAudit {
    private Optional<AuditTrail> trail = Optional.empty();
    private boolean started;

    @Inject
    public ServerAudit() {}

    /** Sets the trail, which is made after this. */
    public void setTrail(AuditTrail made) {
        trail = Optional.of(made);
    }

    /** Before anything is served. */
    public void start() {
        trail.ifPresent(
                open -> open.note(AuditRecord.of(AuditEvent.SERVER_STARTED).with(AuditField.VERSION, version())));
        started = true;
    }

    /** The version of this extension; only its jar knows it. */
    private static String version() {
        return Optional.ofNullable(ServerAudit.class.getPackage().getImplementationVersion())
                .orElse("unknown");
    }

    @PreDestroy
    void stop() {
        if (started) {
            trail.ifPresent(open -> open.note(AuditRecord.of(AuditEvent.SERVER_STOPPED)));
        }
        trail.ifPresent(AuditTrail::close);
    }
}
