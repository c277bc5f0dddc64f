// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.events.Event;
import org.apache.james.events.EventBus;
import org.apache.james.events.Group;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.store.event.EventFactory;
import org.apache.james.mailbox.store.quota.ListeningCurrentQuotaUpdater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Notifies James's groups of listeners of a delivery, except the group that updates the quotas, which are already updated. Listeners of a
 * single mailbox, such as IMAP sessions, are not notified. A failure is logged. Thread-safe.
 */
final class DeliveryEvents {
    private static final Logger LOGGER = LoggerFactory.getLogger(DeliveryEvents.class);

    private final EventBus events;
    private final SessionProvider sessions;
    private final MailboxId.Factory mailboxIds;
    private final MessageId.Factory messageIds;

    @Inject
    DeliveryEvents(
            EventBus events, SessionProvider sessions, MailboxId.Factory mailboxIds, MessageId.Factory messageIds) {
        this.events = events;
        this.sessions = sessions;
        this.mailboxIds = mailboxIds;
        this.messageIds = messageIds;
    }

    void added(Username maildrop, NumberedMessage numbers, long octets) {
        try {
            List<Group> groups = events.listRegisteredGroups().stream()
                    .filter(group -> !group.equals(ListeningCurrentQuotaUpdater.GROUP))
                    .collect(Collectors.toList());
            if (!groups.isEmpty()) {
                deliver(groups, event(maildrop, numbers, octets));
            }
        } catch (RuntimeException e) {
            LOGGER.warn("James cannot be told of message {} for {}", numbers.uid(), maildrop.asString(), e);
        }
    }

    private void deliver(List<Group> groups, Event event) {
        Flux.fromIterable(groups)
                .concatMap(group -> events.reDeliver(group, event).onErrorResume(failure -> {
                    LOGGER.warn("{} cannot be told of a delivery", group.asString(), failure);
                    return Mono.empty();
                }))
                .then()
                .block();
    }

    private Event event(Username maildrop, NumberedMessage numbers, long octets) {
        MailboxSession session = sessions.createSystemSession(maildrop);
        MessageId messageId = messageIds.generate();
        Date date = Date.from(numbers.date());
        return FinalStage.of(EventFactory.added()
                        .randomEventId()
                        .mailboxSession(session)
                        .mailboxId(mailboxIds.fromString(Long.toString(numbers.mailbox())))
                        .mailboxPath(MailboxPath.inbox(maildrop))
                        .addMetaData(new MessageMetaData(
                                MessageUid.of(numbers.uid()),
                                ModSeq.of(numbers.modSeq()),
                                new Flags(Flags.Flag.RECENT),
                                octets,
                                date,
                                Optional.of(date),
                                messageId,
                                ThreadId.fromBaseMessageId(messageId))))
                .with("isDelivery", true)
                .build();
    }
}
