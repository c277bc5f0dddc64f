// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import java.time.Clock;
import nl.digipoort.james.activity.ActivityStore;
import nl.digipoort.james.audit.AuditHeads;
import nl.digipoort.james.budget.MessageCost;
import nl.digipoort.james.credential.DefaultUserFingerprints;
import nl.digipoort.james.credential.PasswordFingerprints;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.journal.DeliveryJournal;
import nl.digipoort.james.journal.DeliverySettings;
import nl.digipoort.james.journal.MadeDeliveries;
import nl.digipoort.james.limits.AccountLimitStore;
import nl.digipoort.james.lock.LockSettings;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.mail.MaildropAppender;
import nl.digipoort.james.maildrop.JournalSettlement;
import nl.digipoort.james.maildrop.MailboxApiAges;
import nl.digipoort.james.maildrop.MailboxApiAppender;
import nl.digipoort.james.maildrop.MailboxApiDeletion;
import nl.digipoort.james.maildrop.MailboxApiListing;
import nl.digipoort.james.maildrop.MailboxApiReader;
import nl.digipoort.james.maildrop.MessageAges;
import nl.digipoort.james.maildrop.MessageDeletion;
import nl.digipoort.james.maildrop.MessageListing;
import nl.digipoort.james.maildrop.MessageReader;
import nl.digipoort.james.maildrop.Settlement;
import nl.digipoort.james.maildrop.WireSizeStore;
import nl.digipoort.james.stores.memory.MemoryAccountLimitStore;
import nl.digipoort.james.stores.memory.MemoryActivityStore;
import nl.digipoort.james.stores.memory.MemoryAuditHeads;
import nl.digipoort.james.stores.memory.MemoryDeliveryJournal;
import nl.digipoort.james.stores.memory.MemoryHeldMailStore;
import nl.digipoort.james.stores.memory.MemoryMaildropLocks;
import nl.digipoort.james.stores.memory.MemoryRecordStore;
import nl.digipoort.james.stores.memory.MemoryWireSizeStore;

/** Stores that end with the process, for a James that keeps everything in memory. */
final class MemoryStoresModule extends AbstractModule {
    @Override
    protected void configure() {
        // one instance: all users of the store must see the same records
        bind(RecordStore.class).to(MemoryRecordStore.class).in(Singleton.class);
        bind(PasswordFingerprints.class).to(DefaultUserFingerprints.class);
        bind(WireSizeStore.class).to(MemoryWireSizeStore.class);
        bind(ActivityStore.class).toInstance(new MemoryActivityStore(System::nanoTime));
        bind(AuditHeads.class).to(MemoryAuditHeads.class).in(Singleton.class);
        bind(AccountLimitStore.class).to(MemoryAccountLimitStore.class).in(Singleton.class);
        bind(HeldMailStore.class).toInstance(new MemoryHeldMailStore(Clock.systemUTC()));
        bind(MadeDeliveries.class).to(DeliveryJournal.class);
        bind(Settlement.class).to(JournalSettlement.class);
        bind(MaildropAppender.class).to(MailboxApiAppender.class);
        bind(MessageListing.class).to(MailboxApiListing.class);
        bind(MessageAges.class).to(MailboxApiAges.class);
        bind(MessageReader.class).to(MailboxApiReader.class);
        bind(MessageDeletion.class).to(MailboxApiDeletion.class);
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
