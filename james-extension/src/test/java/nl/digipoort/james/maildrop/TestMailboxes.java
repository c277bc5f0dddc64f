// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.acl.UnionMailboxACLResolver;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.inmemory.InMemoryMailboxManager;
import org.apache.james.mailbox.inmemory.InMemoryMailboxSessionMapperFactory;
import org.apache.james.mailbox.inmemory.InMemoryMessageId;
import org.apache.james.mailbox.model.ByteContent;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResultIterator;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.store.JVMMailboxPathLocker;
import org.apache.james.mailbox.store.MailboxSessionMapperFactory;
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
import org.apache.james.metrics.tests.RecordingMetricFactory;

/** James's own mailboxes, in memory. */
public final class TestMailboxes {
    private final MailboxSessionMapperFactory mappers = new InMemoryMailboxSessionMapperFactory(Clock.systemUTC());
    private final FailingEventBus events = new FailingEventBus(new InVMEventBus(
            new InVmEventDelivery(new RecordingMetricFactory()),
            RetryBackoffConfiguration.DEFAULT,
            new MemoryEventDeadLetters()));
    private final MailboxManager manager;

    public TestMailboxes() {
        this(new NoMaxQuotaManager(), new NoQuotaManager());
    }

    /** James's own mailboxes with quotas. */
    public TestMailboxes(MaxQuotaManager limits, QuotaManager quotas) {
        manager = inMemory(limits, quotas);
    }

    private MailboxManager inMemory(MaxQuotaManager limits, QuotaManager quotas) {
        var sessions = new SessionProviderImpl(
                (user, password) -> false, (user, other) -> Authorizator.AuthorizationState.FORBIDDEN);
        var rights = new StoreRightManager(mappers, new UnionMailboxACLResolver(), events);
        return new InMemoryMailboxManager(
                mappers,
                sessions,
                new JVMMailboxPathLocker(),
                new MessageParser(),
                new InMemoryMessageId.Factory(),
                events,
                new StoreMailboxAnnotationManager(mappers, rights),
                rights,
                new QuotaComponents(limits, quotas, new DefaultUserQuotaRootResolver(sessions, mappers)),
                new SimpleMessageSearchIndex(mappers, mappers, new DefaultTextExtractor(), (attachment, session) -> {
                    throw new IllegalStateException("nothing is searched");
                }),
                new PreDeletionHooks(Set.of(), new RecordingMetricFactory()),
                new NaiveThreadIdGuessingAlgorithm(),
                Clock.systemUTC());
    }

    public MailboxManager manager() {
        return manager;
    }

    public MailboxSessionMapperFactory mappers() {
        return mappers;
    }

    public EventBus events() {
        return events;
    }

    /** The next change is made, but James says that it failed. */
    public void loseNextAnswer() {
        events.failNext();
    }

    /** Puts a message into the user's inbox. */
    public void append(Username user, String message) throws MailboxException {
        MailboxSession session = manager.createSystemSession(user);
        inbox(session)
                .appendMessage(
                        MessageManager.AppendCommand.from(
                                new ByteContent(message.getBytes(StandardCharsets.ISO_8859_1))),
                        session);
    }

    /** The messages in the user's inbox, in order. */
    public List<String> messages(Username user) throws Exception {
        MailboxSession session = manager.createSystemSession(user);
        MessageResultIterator found = inbox(session).getMessages(MessageRange.all(), FetchGroup.FULL_CONTENT, session);
        List<String> messages = new ArrayList<>();
        while (found.hasNext()) {
            messages.add(new String(
                    found.next().getFullContent().getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
        }
        return messages;
    }

    /** Deletes all messages in the user's inbox. */
    public void deleteAll(Username user) throws MailboxException {
        MailboxSession session = manager.createSystemSession(user);
        MessageResultIterator found = inbox(session).getMessages(MessageRange.all(), FetchGroup.MINIMAL, session);
        List<MessageUid> uids = new ArrayList<>();
        found.forEachRemaining(message -> uids.add(message.getUid()));
        inbox(session).delete(uids, session);
    }

    public MessageManager inbox(MailboxSession session) throws MailboxException {
        return MaildropMailbox.open(manager, MailboxPath.inbox(session), session);
    }
}
