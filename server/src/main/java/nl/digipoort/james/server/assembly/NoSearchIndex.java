// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.assembly;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.Flags;
import org.apache.james.events.Group;
import org.apache.james.mailbox.MailboxManager.MessageCapabilities;
import org.apache.james.mailbox.MailboxManager.SearchCapabilities;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.MailboxSessionMapperFactory;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.apache.james.mailbox.store.search.ListeningMessageSearchIndex;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An empty search index for James's re-indexing tools: it stores nothing and finds nothing. */
final class NoSearchIndex extends ListeningMessageSearchIndex {
    /** Names this listener on James's event bus. */
    public static final class NoSearchIndexGroup extends Group {}

    private static final Group GROUP = new NoSearchIndexGroup();

    @Inject
    NoSearchIndex(MailboxSessionMapperFactory mappers, SessionProvider sessions) {
        super(mappers, Set.of(), sessions);
    }

    @Override
    public Group getDefaultGroup() {
        return GROUP;
    }

    @Override
    public EnumSet<SearchCapabilities> getSupportedCapabilities(EnumSet<MessageCapabilities> messageCapabilities) {
        return EnumSet.noneOf(SearchCapabilities.class);
    }

    @Override
    protected Flux<MessageUid> doSearch(MailboxSession session, Mailbox mailbox, SearchQuery query) {
        return Flux.empty();
    }

    @Override
    public Flux<MessageId> search(
            MailboxSession session, Collection<MailboxId> mailboxes, SearchQuery query, long limit) {
        return Flux.empty();
    }

    @Override
    public Mono<Void> add(MailboxSession session, Mailbox mailbox, MailboxMessage message) {
        return Mono.empty();
    }

    @Override
    public Mono<Void> delete(MailboxSession session, MailboxId mailbox, Collection<MessageUid> uids) {
        return Mono.empty();
    }

    @Override
    public Mono<Void> deleteAll(MailboxSession session, MailboxId mailbox) {
        return Mono.empty();
    }

    @Override
    public Mono<Void> update(MailboxSession session, MailboxId mailbox, List<UpdatedFlags> flags) {
        return Mono.empty();
    }

    @Override
    public Mono<Flags> retrieveIndexedFlags(Mailbox mailbox, MessageUid uid) {
        return Mono.empty();
    }
}
