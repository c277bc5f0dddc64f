// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.persistence.EntityManagerFactory;
import nl.digipoort.james.clock.TestClocks;
import org.apache.james.core.Username;
import org.apache.james.events.EventBus;
import org.apache.james.events.InVMEventBus;
import org.apache.james.events.MemoryEventDeadLetters;
import org.apache.james.events.RetryBackoffConfiguration;
import org.apache.james.events.delivery.InVmEventDelivery;
import org.apache.james.mailbox.Authorizator;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.acl.UnionMailboxACLResolver;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.jpa.JPAAttachmentContentLoader;
import org.apache.james.mailbox.jpa.JPAId;
import org.apache.james.mailbox.jpa.JPAMailboxSessionMapperFactory;
import org.apache.james.mailbox.jpa.mail.JPAModSeqProvider;
import org.apache.james.mailbox.jpa.mail.JPAUidProvider;
import org.apache.james.mailbox.jpa.openjpa.OpenJPAMailboxManager;
import org.apache.james.mailbox.jpa.quota.JpaCurrentQuotaManager;
import org.apache.james.mailbox.model.ByteContent;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.Header;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mailbox.model.MessageResultIterator;
import org.apache.james.mailbox.store.PreDeletionHooks;
import org.apache.james.mailbox.store.SessionProviderImpl;
import org.apache.james.mailbox.store.StoreMailboxAnnotationManager;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.extractor.DefaultTextExtractor;
import org.apache.james.mailbox.store.mail.NaiveThreadIdGuessingAlgorithm;
import org.apache.james.mailbox.store.mail.model.DefaultMessageId;
import org.apache.james.mailbox.store.mail.model.impl.MessageParser;
import org.apache.james.mailbox.store.quota.DefaultUserQuotaRootResolver;
import org.apache.james.mailbox.store.quota.ListeningCurrentQuotaUpdater;
import org.apache.james.mailbox.store.quota.QuotaComponents;
import org.apache.james.mailbox.store.search.SimpleMessageSearchIndex;
import org.apache.james.metrics.tests.RecordingMetricFactory;

/** James's own mailboxes in a database, with our appender. */
final class TestJpaJames {
    private final EventBus events = new InVMEventBus(
            new InVmEventDelivery(new RecordingMetricFactory()),
            RetryBackoffConfiguration.DEFAULT,
            new MemoryEventDeadLetters());
    private final SessionProviderImpl sessions = new SessionProviderImpl(
            (user, password) -> false, (user, other) -> Authorizator.AuthorizationState.FORBIDDEN);
    private final EntityManagerFactory factory;
    private final DefaultUserQuotaRootResolver quotaRoots;
    private final MailboxManager manager;
    private final JPAMailboxSessionMapperFactory mappers;

    TestJpaJames(EntityManagerFactory factory) {
        this.factory = factory;
        mappers = new JPAMailboxSessionMapperFactory(
                factory, new JPAUidProvider(factory), new JPAModSeqProvider(factory));
        var rights = new StoreRightManager(mappers, new UnionMailboxACLResolver(), events);
        QuotaComponents quotas = QuotaComponents.disabled(sessions, mappers);
        quotaRoots = new DefaultUserQuotaRootResolver(sessions, mappers);
        events.register(new ListeningCurrentQuotaUpdater(
                new JpaCurrentQuotaManager(factory), quotaRoots, events, quotas.getQuotaManager()));
        manager = new OpenJPAMailboxManager(
                mappers,
                sessions,
                new MessageParser(),
                new DefaultMessageId.Factory(),
                events,
                new StoreMailboxAnnotationManager(mappers, rights),
                rights,
                quotas,
                new SimpleMessageSearchIndex(
                        mappers, mappers, new DefaultTextExtractor(), new JPAAttachmentContentLoader()),
                new NaiveThreadIdGuessingAlgorithm(),
                Clock.systemUTC());
    }

    MailboxManager manager() {
        return manager;
    }

    EventBus events() {
        return events;
    }

    JpaMessageDeletion deletion() {
        return new JpaMessageDeletion(
                mappers, Set.of(), new PreDeletionHooks(Set.of(), new RecordingMetricFactory()), events);
    }

    JdbcMaildropAppender appender() {
        return appender(new JamesDatabase(factory));
    }

    JdbcMaildropAppender appender(Transactions database) {
        return new JdbcMaildropAppender(
                database,
                new PropertyIds(factory),
                new JdbcHeldMailStore(new JamesDatabase(factory)),
                new Inboxes(manager),
                quotaRoots,
                new DeliveryEvents(events, sessions, new JPAId.Factory(), new DefaultMessageId.Factory()),
                TestClocks.system());
    }

    /** Appends as James's own delivery does. */
    void append(Username user, byte[] message) throws MailboxException {
        MailboxSession session = manager.createSystemSession(user);
        manager.startProcessingRequest(session);
        inbox(user, session)
                .appendMessage(AppendCommand.builder().recent().delivery().build(new ByteContent(message)), session);
        manager.endProcessingRequest(session);
    }

    MessageManager inbox(Username user, MailboxSession session) throws MailboxException {
        new Inboxes(manager).create(user);
        return manager.getMailbox(MailboxPath.inbox(user), session);
    }

    /** James's view of each message of the inbox, in order. */
    List<Seen> messages(Username user) throws Exception {
        MailboxSession session = manager.createSystemSession(user);
        manager.startProcessingRequest(session);
        MessageResultIterator found =
                inbox(user, session).getMessages(MessageRange.all(), FetchGroup.FULL_CONTENT, session);
        List<Seen> messages = new ArrayList<>();
        while (found.hasNext()) {
            messages.add(new Seen(found.next()));
        }
        manager.endProcessingRequest(session);
        return messages;
    }

    void deleteAll(Username user) throws Exception {
        MailboxSession session = manager.createSystemSession(user);
        manager.startProcessingRequest(session);
        MessageManager inbox = inbox(user, session);
        List<MessageUid> uids = new ArrayList<>();
        inbox.getMessages(MessageRange.all(), FetchGroup.MINIMAL, session)
                .forEachRemaining(message -> uids.add(message.getUid()));
        inbox.delete(uids, session);
        manager.endProcessingRequest(session);
    }

    /** A message as returned by James's mailbox API. */
    static final class Seen {
        private final byte[] content;
        private final String rest;

        Seen(MessageResult message) throws Exception {
            try (InputStream stream = message.getFullContent().getInputStream()) {
                content = stream.readAllBytes();
            }
            StringBuilder seen = new StringBuilder();
            seen.append(message.getUid())
                    .append(' ')
                    .append(message.getModSeq())
                    .append(' ');
            seen.append(message.getFlags()).append(' ').append(message.getSize());
            message.getHeaders().headers().forEachRemaining(header -> seen.append('\n')
                    .append(name(header)));
            rest = seen.toString();
        }

        private static String name(Header header) {
            return header.getName() + ":" + header.getValue();
        }

        byte[] content() {
            return content;
        }

        String rest() {
            return rest;
        }
    }
}
