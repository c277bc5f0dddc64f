// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import nl.digipoort.james.activity.ActivityStore;
import nl.digipoort.james.activity.UseStore;
import nl.digipoort.james.audit.AuditHeads;
import nl.digipoort.james.budget.MessageCost;
import nl.digipoort.james.credential.PasswordHashes;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.journal.DeliveryJournal;
import nl.digipoort.james.limits.AccountLimitStore;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.maildrop.WireSizeStore;
import nl.digipoort.james.policy.AccountPolicyStore;
import nl.digipoort.james.stores.cassandra.CassandraAccountLimitStore;
import nl.digipoort.james.stores.cassandra.CassandraAccountPolicyStore;
import nl.digipoort.james.stores.cassandra.CassandraActivityStore;
import nl.digipoort.james.stores.cassandra.CassandraAuditHeads;
import nl.digipoort.james.stores.cassandra.CassandraDeliveryJournal;
import nl.digipoort.james.stores.cassandra.CassandraHeldMailStore;
import nl.digipoort.james.stores.cassandra.CassandraMaildropLocks;
import nl.digipoort.james.stores.cassandra.CassandraPasswordHashes;
import nl.digipoort.james.stores.cassandra.CassandraRecordStore;
import nl.digipoort.james.stores.cassandra.CassandraUseStore;
import nl.digipoort.james.stores.cassandra.CassandraWireSizeStore;
import nl.digipoort.james.stores.cassandra.JamesCassandra;
import nl.digipoort.james.stores.cassandra.Statements;

/** Stores in the Cassandra that James's distributed server uses. */
final class CassandraStoresModule extends AbstractModule {
    @Override
    protected void configure() {
        install(new MailboxApiModule());
        bind(Statements.class).to(JamesCassandra.class);
        // one instance each, so that statements are prepared once
        bind(RecordStore.class).to(CassandraRecordStore.class).in(Singleton.class);
        bind(PasswordHashes.class).to(CassandraPasswordHashes.class);
        bind(WireSizeStore.class).to(CassandraWireSizeStore.class).in(Singleton.class);
        bind(MaildropLocks.class).to(CassandraMaildropLocks.class).in(Singleton.class);
        bind(DeliveryJournal.class).to(CassandraDeliveryJournal.class).in(Singleton.class);
        bind(HeldMailStore.class).to(CassandraHeldMailStore.class).in(Singleton.class);
        bind(ActivityStore.class).to(CassandraActivityStore.class).in(Singleton.class);
        bind(UseStore.class).to(CassandraUseStore.class).in(Singleton.class);
        bind(AuditHeads.class).to(CassandraAuditHeads.class).in(Singleton.class);
        bind(AccountLimitStore.class).to(CassandraAccountLimitStore.class).in(Singleton.class);
        bind(AccountPolicyStore.class).to(CassandraAccountPolicyStore.class).in(Singleton.class);
        bind(MessageCost.class).toInstance(MessageCost.times(4));
    }
}
