// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import nl.digipoort.james.maildrop.MessageDeletion;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.MetadataWithMailboxId;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.extension.PreDeletionHook;
import org.apache.james.mailbox.extension.PreDeletionHook.DeleteOperation;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.store.MailboxSessionMapperFactory;
import org.apache.james.mailbox.store.PreDeletionHooks;
import org.apache.james.mailbox.store.event.EventFactory;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.MessageMapper.FetchType;

/**
 * Deletes as James's message manager does, with its mapper, hooks and events, but only on the calling thread. The manager reads the
 * messages on several threads through the session's one entity manager. If the database refuses one of those reads, the entity manager is
 * closed while the other reads still run, and they deadlock. See ADR 25. Thread-safe.
 */
public final class JpaMessageDeletion implements MessageDeletion {
    private final MailboxSessionMapperFactory mappers;
    private final Set<PreDeletionHook> hooks;
    private final PreDeletionHooks timedHooks;
    private final EventBus events;

    @Inject
    public JpaMessageDeletion(
            MailboxSessionMapperFactory mappers,
            Set<PreDeletionHook> hooks,
            PreDeletionHooks timedHooks,
            EventBus events) {
        this.mappers = mappers;
        this.hooks = hooks;
        this.timedHooks = timedHooks;
        this.events = events;
    }

    /** Deletes all messages in one transaction. */
    @Override
    public void delete(MessageManager mailbox, List<MessageUid> uids, MailboxSession session) throws MailboxException {
        Mailbox entity = mailbox.getMailboxEntity();
        MessageMapper mapper = mappers.getMessageMapper(session);
        if (!hooks.isEmpty()) {
            timedHooks.runHooks(operation(entity, uids, mapper)).block();
        }
        Map<MessageUid, MessageMetaData> deleted = mapper.execute(() -> mapper.deleteMessages(entity, uids));
        events.dispatch(
                        FinalStage.of(EventFactory.expunged()
                                        .randomEventId()
                                        .mailboxSession(session)
                                        .mailbox(entity)
                                        .metaData(ImmutableSortedMap.copyOf(deleted)))
                                .build(),
                        new MailboxIdRegistrationKey(entity.getMailboxId()))
                .block();
    }

    private static DeleteOperation operation(Mailbox mailbox, List<MessageUid> uids, MessageMapper mapper)
            throws MailboxException {
        ImmutableList.Builder<MetadataWithMailboxId> messages = ImmutableList.builder();
        for (MessageRange run : MessageRange.toRanges(uids)) {
            mapper.findInMailbox(mailbox, run, FetchType.METADATA, MessageMapper.UNLIMITED)
                    .forEachRemaining(message ->
                            messages.add(MetadataWithMailboxId.from(message.metaData(), message.getMailboxId())));
        }
        return DeleteOperation.from(messages.build());
    }
}
