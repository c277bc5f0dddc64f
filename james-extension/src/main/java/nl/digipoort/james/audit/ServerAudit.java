// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.configuration.ConfigurationDigest;
import nl.digipoort.james.schedule.Periodic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the start and the clean stop of this server, writes a checkpoint every minute, and closes the trail. James stops first what was
 * made last, so this is made before the trail, and stops after everybody who writes to it.
 */
@Singleton
public final class ServerAudit {
    private static final Logger LOGGER = LoggerFactory.getLogger(ServerAudit.class);
    private static final Duration BETWEEN_CHECKPOINTS = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Periodic periodic = new Periodic("digipoort-audit-checkpoint", ServerAudit::notWritten);
    private Optional<AuditTrail> trail = Optional.empty();
    private Optional<Path> configuration = Optional.empty();
    private boolean started;

    @Inject
    public ServerAudit() {}

    /** Sets the trail, which is made after this. */
    public void setTrail(AuditTrail made) {
        trail = Optional.of(made);
    }

    /** Sets the directory of the configuration files, whose digest is recorded. */
    public void setConfiguration(Path directory) {
        configuration = Optional.of(directory);
    }

    /** Before anything is served. */
    public void start() {
        trail.ifPresent(open -> open.note(AuditRecord.of(AuditEvent.SERVER_STARTED)
                .with(AuditField.VERSION, version())
                .with(AuditField.CONFIGURATION_SHA256, configuration.flatMap(ServerAudit::digest))));
        trail.ifPresent(AuditTrail::noteBrokenChain);
        started = true;
        confirm();
        periodic.every(BETWEEN_CHECKPOINTS, this::confirm);
    }

    private void confirm() {
        try {
            if (trail.isPresent()) {
                trail.get().checkpoint();
            }
        } catch (IOException | RuntimeException e) {
            notWritten(e);
        }
    }

    private static void notWritten(Throwable cause) {
        LOGGER.warn("No checkpoint of the audit trail can be written now", cause);
    }

    /** The version of this extension; only its jar knows it. */
    public static String version() {
        return Optional.ofNullable(ServerAudit.class.getPackage().getImplementationVersion())
                .orElse("unknown");
    }

    private static Optional<String> digest(Path directory) {
        try {
            return Optional.of(ConfigurationDigest.of(directory));
        } catch (IOException e) {
            LOGGER.warn("The configuration cannot be hashed for the audit trail", e);
            return Optional.empty();
        }
    }

    @PreDestroy
    void stop() {
        if (!periodic.stop(PATIENCE)) {
            LOGGER.warn("A checkpoint of the audit trail does not end");
        }
        if (started) {
            trail.ifPresent(open -> open.note(AuditRecord.of(AuditEvent.SERVER_STOPPED)));
            confirm();
        }
        trail.ifPresent(AuditTrail::close);
    }
}
