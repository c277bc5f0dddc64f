// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import javax.persistence.EntityManagerFactory;
import nl.digipoort.james.maildrop.ListedMailbox;
import nl.digipoort.james.maildrop.StoredMessages;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.jpa.JPAId;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.junit.jupiter.api.Test;

/** The listing of mailboxes that James JPA's own entities create. */
interface JpaMessageListingContract {
    EntityManagerFactory factory();

    @Test
    default void findsNothingWhereThereIsNoMailbox() throws MailboxException {
        MailboxPath other = new MailboxPath("#private", Username.of(newUser()), "Other");

        assertThat(listing().list(inbox(newUser()))).isEmpty();
        assertThat(listing().list(other)).isEmpty();
    }

    @Test
    default void listsNothingWhenTheMailboxIsEmpty() throws MailboxException {
        String user = newUser();
        MailboxId mailbox = TestJpaMailboxes.mailbox(factory(), user);

        ListedMailbox listed = listing().list(inbox(user)).orElseThrow();

        assertThat(listed.messages().count()).isZero();
        assertThat(listed.id()).isEqualTo(mailbox);
        assertThat(listed.uidValidity()).isEqualTo(77);
    }

    @Test
    default void listsUidsAscendingWithTheirSizes() throws MailboxException {
        String user = newUser();
        TestJpaMailboxes.mailbox(factory(), user, 12, 3, 7);
        TestJpaMailboxes.mailbox(factory(), newUser(), 4);

        StoredMessages listed = listing().list(inbox(user)).orElseThrow().messages();

        assertThat(listed.count()).isEqualTo(3);
        assertThat(new long[] {listed.uid(0), listed.uid(1), listed.uid(2)}).containsExactly(3, 7, 12);
        assertThat(new long[] {listed.size(0), listed.size(1), listed.size(2)}).containsExactly(103, 107, 112);
    }

    private JpaMessageListing listing() {
        return new JpaMessageListing(new JamesDatabase(factory()), new JPAId.Factory());
    }

    private static MailboxPath inbox(String user) {
        return MailboxPath.inbox(Username.of(user));
    }

    private static String newUser() {
        return UUID.randomUUID() + "@example.org";
    }
}
