// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import com.google.inject.AbstractModule;
import com.google.inject.Injector;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.matcher.Matchers;
import nl.digipoort.james.activity.ActivityStore;
import nl.digipoort.james.lock.LockSettings;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.maildrop.MessageDeletion;
import nl.digipoort.james.stores.memory.MemoryActivityStore;
import nl.digipoort.james.stores.memory.MemoryMaildropLocks;
import nl.digipoort.james.transport.ConnectionTap;
import org.apache.james.protocols.lib.handler.ProtocolHandlerLoader;

/** Replaces the stores that faults are made in; all else is the product's. */
final class FaultsModule extends AbstractModule {
    private final Faults faults;
    private final TappedConnections connections;
    private final Disposal disposal;

    FaultsModule(Faults faults, TappedConnections connections, Disposal disposal) {
        this.disposal = disposal;
        this.faults = faults;
        this.connections = connections;
    }

    @Override
    protected void configure() {
        bindListener(Matchers.any(), disposal);
        bind(ConnectionTap.class).toInstance(connections);
        bind(MessageDeletion.class).toInstance(new FaultyDeletion(faults));
        bind(ActivityStore.class).toInstance(new FaultyActivities(new MemoryActivityStore(System::nanoTime), faults));
    }

    @Provides
    @Singleton
    ProtocolHandlerLoader handlers(Injector injector) {
        return new FaultyHandlers(injector, faults, connections);
    }

    @Provides
    @Singleton
    MaildropLocks locks(LockSettings settings) {
        return new FaultyLocks(new MemoryMaildropLocks(settings.leaseTime(), 0), faults);
    }
}
