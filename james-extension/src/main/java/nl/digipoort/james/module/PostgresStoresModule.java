// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import com.google.inject.AbstractModule;
import com.google.inject.Injector;
import com.google.inject.Singleton;
import nl.digipoort.james.activity.ActivityStore;
import nl.digipoort.james.activity.UseStore;
import nl.digipoort.james.audit.AuditHeads;
import nl.digipoort.james.budget.MessageCost;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.journal.DeliveryJournal;
import nl.digipoort.james.limits.AccountLimitStore;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.maildrop.WireSizeStore;
import nl.digipoort.james.policy.AccountPolicyStore;
import nl.digipoort.james.stores.jdbc.JdbcAccountLimitStore;
import nl.digipoort.james.stores.jdbc.JdbcAccountPolicyStore;
import nl.digipoort.james.stores.jdbc.JdbcActivityStore;
import nl.digipoort.james.stores.jdbc.JdbcAuditHeads;
import nl.digipoort.james.stores.jdbc.JdbcDeliveryJournal;
import nl.digipoort.james.stores.jdbc.JdbcHeldMailStore;
import nl.digipoort.james.stores.jdbc.JdbcRecordStore;
import nl.digipoort.james.stores.jdbc.JdbcUseStore;
import nl.digipoort.james.stores.jdbc.JdbcWireSizeStore;
import nl.digipoort.james.stores.jdbc.PostgresDatabase;
import nl.digipoort.james.stores.jdbc.PostgresMaildropLocks;
import nl.digipoort.james.stores.jdbc.PostgresSettings;
import nl.digipoort.james.stores.jdbc.Transactions;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.utils.PropertiesProvider;

/** Stores in the PostgreSQL that James's postgres-app uses. Mail goes through the mailbox API, as it does on Cassandra. */
final class PostgresStoresModule extends AbstractModule {
    private final PostgresSettings settings;

    private PostgresStoresModule(PostgresSettings settings) {
        this.settings = settings;
    }

    /** @throws ConfigurationException if its {@code postgres.properties} cannot be used */
    static PostgresStoresModule forJames(Injector james) throws ConfigurationException {
        return new PostgresStoresModule(PostgresSettings.from(james.getInstance(PropertiesProvider.class)));
    }

    @Override
    protected void configure() {
        install(new MailboxApiModule());
        bind(PostgresSettings.class).toInstance(settings);
        bind(Transactions.class).to(PostgresDatabase.class);
        bind(RecordStore.class).to(JdbcRecordStore.class).in(Singleton.class);
        bind(WireSizeStore.class).to(JdbcWireSizeStore.class).in(Singleton.class);
        bind(MaildropLocks.class).toProvider(PostgresMaildropLocks.class).in(Singleton.class);
        bind(DeliveryJournal.class).to(JdbcDeliveryJournal.class).in(Singleton.class);
        bind(HeldMailStore.class).to(JdbcHeldMailStore.class).in(Singleton.class);
        bind(ActivityStore.class).to(JdbcActivityStore.class).in(Singleton.class);
        bind(UseStore.class).to(JdbcUseStore.class).in(Singleton.class);
        bind(AuditHeads.class).to(JdbcAuditHeads.class).in(Singleton.class);
        bind(AccountLimitStore.class).to(JdbcAccountLimitStore.class).in(Singleton.class);
        bind(AccountPolicyStore.class).to(JdbcAccountPolicyStore.class).in(Singleton.class);
        bind(MessageCost.class).toInstance(MessageCost.times(4));
    }
}
