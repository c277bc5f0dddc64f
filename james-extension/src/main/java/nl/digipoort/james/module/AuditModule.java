// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import com.google.inject.AbstractModule;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Provides;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import javax.inject.Singleton;
import nl.digipoort.james.admin.CliAudit;
import nl.digipoort.james.audit.AuditHeads;
import nl.digipoort.james.audit.AuditMetrics;
import nl.digipoort.james.audit.AuditReader;
import nl.digipoort.james.audit.AuditSettings;
import nl.digipoort.james.audit.AuditTrail;
import nl.digipoort.james.audit.AuditTrails;
import nl.digipoort.james.audit.ServerAudit;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.configuration.NamedFile;
import nl.digipoort.james.history.LoginHistory;
import nl.digipoort.james.lock.LockSettings;
import org.apache.james.filesystem.api.FileSystem;

/** The audit trail, one file, with its reader and its listener. It is opened before anybody can do anything that belongs in it. */
final class AuditModule extends AbstractModule {
    private static final String CONFIGURATION = "file://conf/";

    private final AuditSettings settings;

    AuditModule(AuditSettings settings) {
        this.settings = settings;
    }

    @Provides
    @Singleton
    AuditTrail auditTrail(
            FileSystem files,
            LockSettings lock,
            LoginHistory history,
            Clock clock,
            ClockWatch watch,
            AuditMetrics metrics,
            AuditHeads heads,
            ServerAudit server)
            throws FileNotFoundException {
        AuditTrails.Places places = place -> NamedFile.find(files, place);
        AuditTrail trail = new AuditTrails(settings, places, clock, watch, metrics, heads)
                .open(lock.node(), chain(lock, file(files)));
        trail.setListener(history::noted);
        server.setTrail(trail);
        server.setConfiguration(files.getFile(CONFIGURATION).toPath());
        return trail;
    }

    @Provides
    @Singleton
    AuditReader auditReader(FileSystem files) throws FileNotFoundException {
        return AuditReader.of(settings, file(files));
    }

    @Provides
    @Singleton
    LoginHistory loginHistory(Clock clock) {
        return new LoginHistory(clock);
    }

    /** The process in the name of a node without a configured one is another one after a restart. */
    private static String chain(LockSettings lock, Path file) {
        String node = lock.node();
        return lock.isNodeNamed() ? node : node.substring(node.indexOf('@') + 1) + ":" + file.toAbsolutePath();
    }

    /** James has no JMX in every assembly. */
    @Provides
    CliAudit.JamesObjects jamesObjects(Injector james) {
        return type -> Optional.ofNullable(james.getExistingBinding(Key.get(type)))
                .map(binding -> binding.getProvider().get());
    }

    private Path file(FileSystem files) throws FileNotFoundException {
        return NamedFile.find(files, settings.file());
    }
}
