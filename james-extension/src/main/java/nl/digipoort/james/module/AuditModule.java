package nl.digipoort.james.module;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import java.io.FileNotFoundException;
import java.time.Clock;
import javax.inject.Singleton;
import nl.digipoort.james.audit.AuditMetrics;
import nl.digipoort.james.audit.AuditSettings;
import nl.digipoort.james.audit.AuditTrail;
import nl.digipoort.james.lock.LockSettings;
import org.apache.james.filesystem.api.FileSystem;

/** The audit trail, which one file is: opened before anybody can do what belongs into it. */
final class AuditModule extends AbstractModule {
    private final AuditSettings settings;

    AuditModule(AuditSettings settings) {
        this.settings = settings;
    }

    @Provides
    @Singleton
    AuditTrail auditTrail(FileSystem files, LockSettings lock, Clock clock, AuditMetrics metrics)
            throws FileNotFoundException {
        return AuditTrail.open(settings, files.getFile(settings.file()).toPath(), lock.node(), clock, metrics);
    }
}
