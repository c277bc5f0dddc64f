// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.google.inject.Binder;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.name.Names;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.persistence.EntityManagerFactory;
import nl.digipoort.james.activity.Activity;
import nl.digipoort.james.activity.ActivityStore;
import nl.digipoort.james.activity.UseStore;
import nl.digipoort.james.activity.Uses;
import nl.digipoort.james.audit.AuditHeads;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.clock.TestClocks;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.configuration.TestFiles;
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
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.maildrop.MailboxApiListing;
import nl.digipoort.james.maildrop.MessageListing;
import nl.digipoort.james.maildrop.TestMailboxes;
import nl.digipoort.james.maildrop.WireSizeStore;
import nl.digipoort.james.maildrop.WireSizes;
import nl.digipoort.james.policy.AccountPolicyStore;
import nl.digipoort.james.stores.cassandra.TestKeyspace;
import nl.digipoort.james.stores.jdbc.PostgresDatabase;
import nl.digipoort.james.stores.jdbc.TestJpa;
import nl.digipoort.james.stores.jdbc.UnknownDatabaseException;
import nl.digipoort.james.testing.TestPostgres;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.backends.postgres.utils.PostgresExecutor;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.inmemory.InMemoryId;
import org.apache.james.mailbox.inmemory.InMemoryMailboxManager;
import org.apache.james.mailbox.jpa.JPAId;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.store.StoreMailboxManager;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.utils.PropertiesProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresModuleTest {
    private static final Username ALICE = Username.of("alice@example.org");

    @Test
    void keepsEverythingInMemoryWhereJamesKeepsItsMailboxesThere() throws Exception {
        assertThat(StoresModule.forJames(jamesWithMailboxesBy(InMemoryMailboxManager.class)))
                .isInstanceOf(MemoryStoresModule.class);
    }

    /** As on a James 3.9 with {@code postgres-app}, which has neither JPA nor a session of Cassandra. */
    @Test
    void keepsEverythingInPostgresWherePostgresAppDoes(@TempDir Path home) throws Exception {
        TestPostgres postgres = TestPostgres.running();
        try (Connection connection = DriverManager.getConnection(postgres.url(), postgres.user(), "")) {
            execute(connection, "DROP SCHEMA IF EXISTS wiring CASCADE");
            execute(connection, "CREATE SCHEMA wiring");
            Injector james = postgresApp(TestFiles.in(home)
                    .with(
                            "conf/postgres.properties",
                            "database.host=127.0.0.1\ndatabase.port=" + postgres.port()
                                    + "\ndatabase.schema=wiring\ndatabase.username=" + postgres.user()
                                    + "\ndatabase.password=unused\npool.max.size=2\n"));
            Injector ours = james.createChildInjector(StoresModule.forJames(james), StoresModuleTest::bindSettings);
            try {
                askEachStore(ours);
                assertThat(ours.getInstance(HeldMailStore.class).waiting()).isEmpty();
                assertThat(ours.getInstance(AccountPolicyStore.class).all().exceptions())
                        .isEmpty();
            } finally {
                ours.getInstance(PostgresDatabase.class).close();
            }
            assertThat(tables(connection, "wiring"))
                    .containsExactlyInAnyOrder(
                            "digipoort_activity",
                            "digipoort_audit_head",
                            "digipoort_credential",
                            "digipoort_delivery_attempt",
                            "digipoort_delivery_made",
                            "digipoort_held",
                            "digipoort_held_body",
                            "digipoort_held_content",
                            "digipoort_limit",
                            "digipoort_maildrop",
                            "digipoort_maildrop_lock",
                            "digipoort_policy",
                            "digipoort_use",
                            "digipoort_wire_examined",
                            "digipoort_wire_size");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Set<String> tables(Connection connection, String schema) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (ResultSet tables = connection.getMetaData().getTables(null, schema, "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME"));
            }
        }
        return names;
    }

    @Test
    void refusesPostgresAppWithoutItsSettings(@TempDir Path home) {
        assertThatThrownBy(() -> StoresModule.forJames(postgresApp(TestFiles.in(home))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("conf/postgres.properties is missing");
    }

    private static Injector postgresApp(TestFiles files) {
        return Guice.createInjector(binder -> {
            binder.bind(PostgresExecutor.class).toInstance(new PostgresExecutor());
            binder.bind(PropertiesProvider.class).toInstance(files.properties());
            binder.bind(MailboxManager.class).to(StoreMailboxManager.class);
            binder.bind(StoreMailboxManager.class).toProvider(() -> null);
            binder.bind(UsersRepository.class).toProvider(TestUsers::inMemory);
            binder.bind(DomainList.class).toProvider(TestUsers::domains);
        });
    }

    /** As on a James with a database that is not known: locks in memory would hold on one node only. */
    @Test
    void refusesAJamesWhoseDatabaseIsNotKnown() {
        assertThatThrownBy(() -> StoresModule.forJames(jamesWithMailboxesBy(StoreMailboxManager.class)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("James keeps its mailboxes by " + StoreMailboxManager.class.getName())
                .hasMessageContaining("use James on JPA, Cassandra, postgres-app or in memory");
    }

    /** Another extension may bind it, beside the one that James uses. */
    @Test
    void doesNotGoByMailboxesInMemoryThatJamesDoesNotUse() {
        Injector james = Guice.createInjector(binder -> {
            binder.bind(MailboxManager.class).to(StoreMailboxManager.class);
            binder.bind(StoreMailboxManager.class).toProvider(() -> null);
            binder.bind(InMemoryMailboxManager.class).toProvider(() -> null);
        });

        assertThatThrownBy(() -> StoresModule.forJames(james)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void refusesAJamesThatBindsNothingThatIsKnown() {
        assertThatThrownBy(() -> StoresModule.forJames(Guice.createInjector()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("James keeps its mailboxes by " + MailboxManager.class.getName());
    }

    @Test
    void usesTheDatabaseThatJamesUsesThroughJpa() throws Exception {
        EntityManagerFactory factory = TestJpa.hsqldb("jdbc:hsqldb:mem:choice");
        try {
            assertThat(StoresModule.forJames(jamesOn(factory))).isInstanceOf(JpaStoresModule.class);
        } finally {
            factory.close();
        }
    }

    /** The default of stock James on JPA. */
    @Test
    void refusesDerbyByItsName() {
        EntityManagerFactory factory = TestJpa.factory(
                "org.apache.derby.jdbc.EmbeddedDriver", "jdbc:derby:memory:choice;create=true", Map.of());
        try {
            assertThatThrownBy(() -> StoresModule.forJames(jamesOn(factory)))
                    .isInstanceOf(UnknownDatabaseException.class)
                    .hasMessageContaining("James's database is Apache Derby")
                    .hasMessageContaining("use PostgreSQL, HSQLDB or H2, in conf/james-database.properties");
        } finally {
            factory.close();
        }
    }

    private static Injector jamesOn(EntityManagerFactory factory) {
        return Guice.createInjector(
                binder -> binder.bind(EntityManagerFactory.class).toInstance(factory));
    }

    /** As James binds it: by the name that its protocols use, then by its type, then by its class. */
    private static <T extends MailboxManager> Injector jamesWithMailboxesBy(Class<T> manager) {
        return Guice.createInjector(binder -> {
            binder.bind(MailboxManager.class)
                    .annotatedWith(Names.named("mailboxmanager"))
                    .to(MailboxManager.class);
            binder.bind(MailboxManager.class).to(manager);
            binder.bind(manager).toProvider(() -> null);
        });
    }

    /** With an injector for extensions as James makes it: a child of the one that has the session. */
    @Test
    void keepsEverythingInCassandraWhereJamesDoes() throws Exception {
        TestKeyspace keyspace = TestKeyspace.create("wiring");
        try (CqlSession session = keyspace.connect()) {
            Injector james = Guice.createInjector(binder -> {
                binder.bind(CqlSession.class).toInstance(session);
                binder.bind(UsersRepository.class).toProvider(TestUsers::inMemory);
                binder.bind(DomainList.class).toProvider(TestUsers::domains);
            });
            Injector ours = james.createChildInjector(StoresModule.forJames(james), StoresModuleTest::bindSettings);

            askEachStore(ours);
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
                        "digipoort_use",
                        "digipoort_wire_sizes");
    }

    private static void askEachStore(Injector ours) {
        assertThat(ours.getInstance(MaildropLocks.class)
                        .acquire(ALICE, LeaseHolder.of(HolderKind.SESSION, "node-1", "192.0.2.1")))
                .isPresent();
        assertThat(ours.getInstance(DeliveryJournal.class).isMade(Delivery.of("Mail1", ALICE)))
                .isFalse();
        assertThat(ours.getInstance(RecordStore.class).find(ALICE)).isEmpty();
        assertThat(ours.getInstance(ActivityStore.class).find(ALICE)).isEqualTo(Activity.NONE);
        assertThat(ours.getInstance(UseStore.class).find(ALICE)).isEqualTo(Uses.NONE);
        assertThat(ours.getInstance(AuditHeads.class).heads()).isEmpty();
        assertThat(ours.getInstance(AccountLimitStore.class).all().exceptions()).isEmpty();
        assertThat(ours.getInstance(ActivityStore.class).sinceCountedLogin(ALICE))
                .isEmpty();
        ours.getInstance(WireSizeStore.class).save(JPAId.of(1), WireSizes.NOTHING_EXAMINED);
        assertThat(ours.getInstance(PasswordFingerprints.class).find(ALICE)).isEqualTo(Optional.empty());
        assertThat(ours.getInstance(MessageListing.class)).isInstanceOf(MailboxApiListing.class);
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
