// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import com.codahale.metrics.MetricRegistry;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.name.Names;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.apache.james.events.EventBus;
import org.apache.james.events.InVMEventBus;
import org.apache.james.events.MemoryEventDeadLetters;
import org.apache.james.events.RetryBackoffConfiguration;
import org.apache.james.events.delivery.InVmEventDelivery;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.mailbox.Authorizator;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.acl.UnionMailboxACLResolver;
import org.apache.james.mailbox.inmemory.InMemoryId;
import org.apache.james.mailbox.inmemory.InMemoryMailboxManager;
import org.apache.james.mailbox.inmemory.InMemoryMailboxSessionMapperFactory;
import org.apache.james.mailbox.inmemory.InMemoryMessageId;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.apache.james.mailbox.store.JVMMailboxPathLocker;
import org.apache.james.mailbox.store.PreDeletionHooks;
import org.apache.james.mailbox.store.SessionProviderImpl;
import org.apache.james.mailbox.store.StoreMailboxAnnotationManager;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.extractor.DefaultTextExtractor;
import org.apache.james.mailbox.store.mail.NaiveThreadIdGuessingAlgorithm;
import org.apache.james.mailbox.store.mail.model.impl.MessageParser;
import org.apache.james.mailbox.store.quota.DefaultUserQuotaRootResolver;
import org.apache.james.mailbox.store.quota.NoMaxQuotaManager;
import org.apache.james.mailbox.store.quota.NoQuotaManager;
import org.apache.james.mailbox.store.quota.QuotaComponents;
import org.apache.james.mailbox.store.search.SimpleMessageSearchIndex;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.dropwizard.DropWizardMetricFactory;
import org.apache.james.server.core.configuration.Configuration;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.server.core.filesystem.FileSystemImpl;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.memory.MemoryUsersRepository;
import org.apache.james.utils.PropertiesProvider;

/** The parts of a James in memory that a POP3 server needs: accounts, mailboxes, files and metrics. */
final class JamesInMemory extends AbstractModule {
    private static final String DOMAIN = "example.org";

    private final Configuration configuration;
    private final FileSystem files;

    JamesInMemory(Path home) {
        this.configuration =
                Configuration.builder().workingDirectory(home.toString()).build();
        this.files = new FileSystemImpl(configuration.directories());
    }

    @Override
    protected void configure() {
        bind(FileSystem.class).toInstance(files);
        bind(ConfigurationProvider.class).toInstance(new FileConfigurationProvider(files, configuration));
        bind(PropertiesProvider.class).toInstance(new PropertiesProvider(files, configuration.configurationPath()));
        bind(Clock.class).toInstance(Clock.systemUTC());
        bind(MetricFactory.class).toInstance(new DropWizardMetricFactory(new MetricRegistry()));
        bind(GaugeRegistry.class).toInstance(new NoopGaugeRegistry());
        bind(MailboxManager.class).to(InMemoryMailboxManager.class);
        bind(MailboxManager.class).annotatedWith(Names.named("mailboxmanager")).to(InMemoryMailboxManager.class);
        bind(MailboxId.Factory.class).toInstance(new InMemoryId.Factory());
        bind(MaxQuotaManager.class).toInstance(new NoMaxQuotaManager());
        bind(MailRepositoryStore.class).toProvider(() -> {
            throw new IllegalStateException("there are no repositories of mail");
        });
        bind(QuotaManager.class).toInstance(new NoQuotaManager());
    }

    @Provides
    @Singleton
    DomainList domains() throws ConfigurationException {
        MemoryDomainList domains = new MemoryDomainList(null);
        domains.configure(DomainListConfiguration.builder()
                .autoDetect(false)
                .autoDetectIp(false)
                .defaultDomain(Domain.of(DOMAIN)));
        return domains;
    }

    /** The passwords are known to everybody, so a cheap hash does. */
    @Provides
    @Singleton
    UsersRepository users(DomainList domains) throws ConfigurationException {
        BaseHierarchicalConfiguration settings = new BaseHierarchicalConfiguration();
        settings.addProperty("enableVirtualHosting", true);
        settings.addProperty("algorithm", "SHA-512");
        MemoryUsersRepository users = MemoryUsersRepository.withVirtualHosting(domains);
        users.configure(settings);
        return users;
    }

    @Provides
    @Singleton
    EventBus events(MetricFactory metrics) {
        return new InVMEventBus(
                new InVmEventDelivery(metrics), RetryBackoffConfiguration.DEFAULT, new MemoryEventDeadLetters());
    }

    @Provides
    @Singleton
    SessionProvider sessions() {
        return new SessionProviderImpl(
                (user, password) -> false, (user, other) -> Authorizator.AuthorizationState.FORBIDDEN);
    }

    @Provides
    @Singleton
    InMemoryMailboxSessionMapperFactory mappers(Clock clock) {
        return new InMemoryMailboxSessionMapperFactory(clock);
    }

    @Provides
    @Singleton
    UserQuotaRootResolver quotaRoots(SessionProvider sessions, InMemoryMailboxSessionMapperFactory mappers) {
        return new DefaultUserQuotaRootResolver(sessions, mappers);
    }

    @Provides
    @Singleton
    InMemoryMailboxManager mailboxes(
            InMemoryMailboxSessionMapperFactory mappers,
            SessionProvider sessions,
            EventBus events,
            MetricFactory metrics,
            MaxQuotaManager limits,
            QuotaManager quotas,
            UserQuotaRootResolver roots,
            Clock clock) {
        StoreRightManager rights = new StoreRightManager(mappers, new UnionMailboxACLResolver(), events);
        return new InMemoryMailboxManager(
                mappers,
                sessions,
                new JVMMailboxPathLocker(),
                new MessageParser(),
                new InMemoryMessageId.Factory(),
                events,
                new StoreMailboxAnnotationManager(mappers, rights),
                rights,
                new QuotaComponents(limits, quotas, roots),
                new SimpleMessageSearchIndex(mappers, mappers, new DefaultTextExtractor(), (attachment, session) -> {
                    throw new IllegalStateException("nothing is searched");
                }),
                new PreDeletionHooks(Set.of(), metrics),
                new NaiveThreadIdGuessingAlgorithm(),
                clock);
    }
}
