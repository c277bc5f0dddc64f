// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import nl.digipoort.james.maildrop.TestMailboxes;
import org.apache.james.core.Username;
import org.apache.james.events.EventListener.ReactiveEventListener;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.events.MailboxEvents.Expunged;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.extension.PreDeletionHook;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.store.PreDeletionHooks;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What James's own deletion does besides deleting, and that all of it is over when the call is. */
class JpaMessageDeletionTest {
    private static final Username ALICE = Username.of("alice@example.org");

    private final TestMailboxes mailboxes = new TestMailboxes();
    private final MailboxSession session = mailboxes.manager().createSystemSession(ALICE);
    private final List<Collection<MessageUid>> expunged = new ArrayList<>();
    private MessageManager inbox;

    @BeforeEach
    void fill() throws Exception {
        for (int i = 1; i <= 5; i++) {
            mailboxes.append(ALICE, "Subject: " + i + "\r\n\r\n");
        }
        inbox = mailboxes.inbox(session);
        ReactiveEventListener listener = event -> Mono.fromRunnable(() -> expunged.add(((Expunged) event).getUids()));
        Mono.from(mailboxes.events().register(listener, new MailboxIdRegistrationKey(inbox.getId())))
                .block();
    }

    @Test
    void deletesWhatIsAskedAndTellsItOnce() throws Exception {
        deletion(Set.of()).delete(inbox, uids(1, 3, 4), session);

        assertThat(subjects()).containsExactly("2", "5");
        assertThat(expunged).hasSize(1);
        assertThat(expunged.get(0)).containsExactlyElementsOf(uids(1, 3, 4));
    }

    @Test
    void asksTheHooksBeforehandOnItsOwnThread() throws Exception {
        List<MessageId> asked = new ArrayList<>();
        PreDeletionHook hook = operation -> Mono.fromCallable(() -> {
            assertThat(subjects()).hasSize(5);
            assertThat(Thread.currentThread().getName()).isEqualTo("the caller");
            operation.getDeletionMetadataList().forEach(message -> asked.add(message.getMessageId()));
            return null;
        });
        Thread.currentThread().setName("the caller");

        deletion(Set.of(hook)).delete(inbox, uids(1, 3, 4), session);

        assertThat(asked).hasSize(3).doesNotHaveDuplicates();
        assertThat(subjects()).containsExactly("2", "5");
    }

    @Test
    void deletesNothingThatAHookKeeps() throws Exception {
        PreDeletionHook hook = operation -> Mono.error(new IllegalStateException("it is needed"));

        assertThatThrownBy(() -> deletion(Set.of(hook)).delete(inbox, uids(1), session))
                .hasMessageContaining("it is needed");

        assertThat(subjects()).hasSize(5);
        assertThat(expunged).isEmpty();
    }

    private JpaMessageDeletion deletion(Set<PreDeletionHook> hooks) {
        return new JpaMessageDeletion(
                mailboxes.mappers(),
                hooks,
                new PreDeletionHooks(hooks, new RecordingMetricFactory()),
                mailboxes.events());
    }

    private List<String> subjects() throws Exception {
        return mailboxes.messages(ALICE).stream()
                .map(message -> message.substring("Subject: ".length(), "Subject: ".length() + 1))
                .collect(Collectors.toList());
    }

    private static List<MessageUid> uids(long... uids) {
        return LongStream.of(uids).mapToObj(MessageUid::of).collect(Collectors.toList());
    }
}
