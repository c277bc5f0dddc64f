// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import java.time.Clock;
import javax.inject.Singleton;
import nl.digipoort.james.tls.ClientAuthMode;
import nl.digipoort.james.tls.ServerTls;
import nl.digipoort.james.tls.TlsSettings;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.metrics.api.GaugeRegistry;

/** The certificates that the listeners serve. */
final class TlsModule extends AbstractModule {
    private final TlsSettings settings;

    TlsModule(TlsSettings settings) {
        this.settings = settings;
    }

    @Provides
    @Singleton
    ServerTls serverTls(FileSystem files, GaugeRegistry gauges) {
        return new ServerTls(settings, files, gauges, Clock.systemUTC());
    }

    @Provides
    ClientAuthMode clientAuth(ServerTls tls) {
        return tls.clientAuth();
    }
}
