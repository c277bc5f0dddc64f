// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import com.google.inject.AbstractModule;
import com.google.inject.Injector;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import nl.digipoort.james.activity.ActivityStore;
import nl.digipoort.james.activity.UseStore;
import nl.digipoort.james.audit.AuditHeads;
import nl.digipoort.james.budget.MessageCost;
import nl.digipoort.james.credential.PasswordFingerprints;
import nl.digipoort.james.credential.PasswordHashes;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.credential.ServedDomains;
import nl.digipoort.james.journal.MadeDeliveries;
import nl.digipoort.james.limits.AccountLimitStore;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.mail.MaildropAppender;
import nl.digipoort.james.maildrop.MailboxUpkeep;
import nl.digipoort.james.maildrop.MessageAges;
import nl.digipoort.james.maildrop.MessageDeletion;
import nl.digipoort.james.maildrop.MessageListing;
import nl.digipoort.james.maildrop.MessageReader;
import nl.digipoort.james.maildrop.Settlement;
import nl.digipoort.james.maildrop.WireSizeStore;
import nl.digipoort.james.policy.AccountPolicyStore;
import nl.digipoort.james.stores.jdbc.DatabaseIndexes;
import nl.digipoort.james.stores.jdbc.DatabaseMaildropLocks;
import nl.digipoort.james.stores.jdbc.JamesDatabase;
import nl.digipoort.james.stores.jdbc.JdbcAccountLimitStore;
import nl.digipoort.james.stores.jdbc.JdbcAccountPolicyStore;
import nl.digipoort.james.stores.jdbc.JdbcActivityStore;
import nl.digipoort.james.stores.jdbc.JdbcAuditHeads;
import nl.digipoort.james.stores.jdbc.JdbcHeldMailStore;
import nl.digipoort.james.stores.jdbc.JdbcMadeDeliveries;
import nl.digipoort.james.stores.jdbc.JdbcMaildropAppender;
import nl.digipoort.james.stores.jdbc.JdbcPasswordFingerprints;
import nl.digipoort.james.stores.jdbc.JdbcPasswordHashes;
import nl.digipoort.james.stores.jdbc.JdbcRecordStore;
import nl.digipoort.james.stores.jdbc.JdbcServedDomains;
import nl.digipoort.james.stores.jdbc.JdbcUseStore;
import nl.digipoort.james.stores.jdbc.JdbcWireSizeStore;
import nl.digipoort.james.stores.jdbc.JpaMessageAges;
import nl.digipoort.james.stores.jdbc.JpaMessageDeletion;
import nl.digipoort.james.stores.jdbc.JpaMessageListing;
import nl.digipoort.james.stores.jdbc.JpaMessageReader;
import nl.digipoort.james.stores.jdbc.Transactions;

/** Stores in the database that James uses through JPA. */
final class JpaStoresModule extends AbstractModule {
    private JpaStoresModule() {}

    /** @throws nl.digipoort.james.stores.jdbc.UnknownDatabaseException if the database is none that the stores know */
    static JpaStoresModule forJames(Injector james) {
        james.getInstance(JamesDatabase.class).requireKnown();
        return new JpaStoresModule();
    }

    @Override
    protected void configure() {
        bind(Transactions.class).to(JamesDatabase.class);
        bind(RecordStore.class).to(JdbcRecordStore.class);
        bind(PasswordHashes.class).to(JdbcPasswordHashes.class);
        bind(PasswordFingerprints.class).to(JdbcPasswordFingerprints.class);
        bind(ServedDomains.class).to(JdbcServedDomains.class);
        bind(WireSizeStore.class).to(JdbcWireSizeStore.class);
        bind(MaildropLocks.class).toProvider(DatabaseMaildropLocks.class).in(Singleton.class);
        bind(MadeDeliveries.class).to(JdbcMadeDeliveries.class).in(Singleton.class);
        // a delivery is one transaction here, so none is left incomplete
        bind(Settlement.class).toInstance((lease, manager, session) -> {});
        bind(HeldMailStore.class).to(JdbcHeldMailStore.class).in(Singleton.class);
        bind(MaildropAppender.class).to(JdbcMaildropAppender.class).in(Singleton.class);
        bind(ActivityStore.class).to(JdbcActivityStore.class).in(Singleton.class);
        bind(UseStore.class).to(JdbcUseStore.class).in(Singleton.class);
        bind(AuditHeads.class).to(JdbcAuditHeads.class).in(Singleton.class);
        bind(AccountLimitStore.class).to(JdbcAccountLimitStore.class).in(Singleton.class);
        bind(AccountPolicyStore.class).to(JdbcAccountPolicyStore.class).in(Singleton.class);
        bind(MessageListing.class).to(JpaMessageListing.class);
        bind(MessageAges.class).to(JpaMessageAges.class);
        bind(MessageReader.class).to(JpaMessageReader.class);
        bind(MessageDeletion.class).to(JpaMessageDeletion.class);
        Multibinder.newSetBinder(binder(), MailboxUpkeep.class).addBinding().to(DatabaseIndexes.class);
        bind(MessageCost.class).toInstance(MessageCost.times(4));
    }
}
