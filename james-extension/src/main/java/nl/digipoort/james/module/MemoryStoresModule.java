// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import java.time.Clock;
import nl.digipoort.james.activity.ActivityStore;
import nl.digipoort.james.activity.UseStore;
import nl.digipoort.james.audit.AuditHeads;
import nl.digipoort.james.budget.MessageCost;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.journal.DeliveryJournal;
import nl.digipoort.james.journal.DeliverySettings;
import nl.digipoort.james.limits.AccountLimitStore;
import nl.digipoort.james.lock.LockSettings;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.maildrop.WireSizeStore;
import nl.digipoort.james.policy.AccountPolicyStore;
import nl.digipoort.james.stores.memory.MemoryAccountLimitStore;
import nl.digipoort.james.stores.memory.MemoryAccountPolicyStore;
import nl.digipoort.james.stores.memory.MemoryActivityStore;
import nl.digipoort.james.stores.memory.MemoryAuditHeads;
import nl.digipoort.james.stores.memory.MemoryDeliveryJournal;
import nl.digipoort.james.stores.memory.MemoryHeldMailStore;
import nl.digipoort.james.stores.memory.MemoryMaildropLocks;
import nl.digipoort.james.stores.memory.MemoryRecordStore;
import nl.digipoort.james.stores.memory.MemoryUseStore;
import nl.digipoort.james.stores.memory.MemoryWireSizeStore;

/** Stores that end with the process, for a James that keeps everything in memory. */
final class MemoryStoresModule extends AbstractModule {
    @Override
    protected void configure() {
        install(new MailboxApiModule());
        // one instance: all users of the store must see the same records
        bind(RecordStore.class).to(MemoryRecordStore.class).in(Singleton.class);
        bind(WireSizeStore.class).to(MemoryWireSizeStore.class);
        bind(ActivityStore.class).toInstance(new MemoryActivityStore(System::nanoTime));
        bind(UseStore.class).to(MemoryUseStore.class).in(Singleton.class);
        bind(AuditHeads.class).to(MemoryAuditHeads.class).in(Singleton.class);
        bind(AccountLimitStore.class).to(MemoryAccountLimitStore.class).in(Singleton.class);
        bind(AccountPolicyStore.class).to(MemoryAccountPolicyStore.class).in(Singleton.class);
        bind(HeldMailStore.class).toInstance(new MemoryHeldMailStore(Clock.systemUTC()));
        bind(MessageCost.class).toInstance(MessageCost.times(2));
    }

    @Provides
    @Singleton
    MaildropLocks locks(LockSettings settings) {
        return new MemoryMaildropLocks(settings.leaseTime(), 0);
    }

    @Provides
    @Singleton
    DeliveryJournal journal(DeliverySettings settings) {
        return new MemoryDeliveryJournal(settings.rememberFor(), System::nanoTime);
    }
}
