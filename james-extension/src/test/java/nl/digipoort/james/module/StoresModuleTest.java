// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.google.inject.Binder;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.name.Names;
import java.lang.reflect.Proxy;
import java.util.Optional;
import javax.persistence.EntityManagerFactory;
import nl.digipoort.james.activity.Activity;
import nl.digipoort.james.activity.ActivityStore;
import nl.digipoort.james.audit.AuditHeads;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.clock.TestClocks;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.credential.PasswordFingerprints;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.journal.Delivery;
import nl.digipoort.james.journal.DeliveryJournal;
import nl.digipoort.james.journal.DeliverySettings;
import nl.digipoort.james.limits.AccountLimitStore;
import nl.digipoort.james.lock.HolderKind;
import nl.digipoort.james.lock.LeaseHolder;
import nl.digipoort.james.lock.LockSettings;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.mail.DeliveryObserver;
import nl.digipoort.james.maildrop.MailboxApiListing;
import nl.digipoort.james.maildrop.MessageListing;
import nl.digipoort.james.maildrop.TestMailboxes;
import nl.digipoort.james.maildrop.WireSizeStore;
import nl.digipoort.james.maildrop.WireSizes;
import nl.digipoort.james.stores.cassandra.TestKeyspace;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.inmemory.InMemoryId;
import org.apache.james.mailbox.jpa.JPAId;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.user.api.UsersRepository;
import org.junit.jupiter.api.Test;

class StoresModuleTest {
    private static final Username ALICE = Username.of("alice@example.org");

    @Test
    void keepsEverythingInMemoryWhereJamesHasNoDatabase() {
        assertThat(StoresModule.forJames(Guice.createInjector())).isInstanceOf(MemoryStoresModule.class);
    }

    @Test
    void usesTheDatabaseThatJamesUsesThroughJpa() {
        EntityManagerFactory factory = (EntityManagerFactory) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {EntityManagerFactory.class},
                (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException();
                });

        assertThat(StoresModule.forJames(Guice.createInjector(
                        binder -> binder.bind(EntityManagerFactory.class).toInstance(factory))))
                .isInstanceOf(JpaStoresModule.class);
    }

    /** With an injector for extensions as James makes it: a child of the one that has the session. */
    @Test
    void keepsEverythingInCassandraWhereJamesDoes() throws Exception {
        TestKeyspace keyspace = TestKeyspace.create("wiring");
        try (CqlSession session = keyspace.connect()) {
            Injector james = Guice.createInjector(binder -> {
                binder.bind(CqlSession.class).toInstance(session);
                binder.bind(UsersRepository.class).toProvider(TestUsers::inMemory);
            });
            Injector ours = james.createChildInjector(StoresModule.forJames(james), StoresModuleTest::bindSettings);

            assertThat(ours.getInstance(MaildropLocks.class)
                            .acquire(ALICE, LeaseHolder.of(HolderKind.SESSION, "node-1", "192.0.2.1")))
                    .isPresent();
            assertThat(ours.getInstance(DeliveryJournal.class).isMade(Delivery.of("Mail1", ALICE)))
                    .isFalse();
            assertThat(ours.getInstance(RecordStore.class).find(ALICE)).isEmpty();
            assertThat(ours.getInstance(ActivityStore.class).find(ALICE)).isEqualTo(Activity.NONE);
            assertThat(ours.getInstance(AuditHeads.class).heads()).isEmpty();
            assertThat(ours.getInstance(AccountLimitStore.class).all().exceptions())
                    .isEmpty();
            assertThat(ours.getInstance(ActivityStore.class).sinceCountedLogin(ALICE))
                    .isEmpty();
            ours.getInstance(WireSizeStore.class).save(JPAId.of(1), WireSizes.NOTHING_EXAMINED);
            assertThat(ours.getInstance(PasswordFingerprints.class).find(ALICE)).isEqualTo(Optional.empty());
            assertThat(ours.getInstance(MessageListing.class)).isInstanceOf(MailboxApiListing.class);
        }
        assertThat(keyspace.tables())
                .containsExactlyInAnyOrder(
                        "digipoort_activity",
                        "digipoort_audit_head",
                        "digipoort_credential",
                        "digipoort_delivery_attempt",
                        "digipoort_delivery_made",
                        "digipoort_account_limit",
                        "digipoort_maildrop_lock",
                        "digipoort_wire_sizes");
    }

    private static void bindSettings(Binder binder) {
        try {
            BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
            configuration.addProperty("digipoort.mode", "standard");
            Section digipoort = Section.only("test.xml", configuration, "digipoort");
            binder.bind(LockSettings.class).toInstance(LockSettings.from(digipoort.optionalSection("lock")));
            Multibinder.newSetBinder(binder, DeliveryObserver.class);
            binder.bind(ClockWatch.class).toInstance(TestClocks.system());
            binder.bind(MailboxManager.class)
                    .annotatedWith(Names.named("mailboxmanager"))
                    .toInstance(new TestMailboxes().manager());
            binder.bind(MailboxId.Factory.class).to(InMemoryId.Factory.class);
            binder.bind(DeliverySettings.class)
                    .toInstance(DeliverySettings.from(digipoort.optionalSection("delivery")));
        } catch (ConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }
}
