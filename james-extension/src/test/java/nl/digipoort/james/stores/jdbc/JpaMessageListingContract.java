package nl.digipoort.james.stores.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import javax.mail.Flags;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import nl.digipoort.james.maildrop.StoredMessages;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.jpa.JPAId;
import org.apache.james.mailbox.jpa.mail.model.JPAMailbox;
import org.apache.james.mailbox.jpa.mail.model.openjpa.JPAMailboxMessage;
import org.apache.james.mailbox.model.ByteContent;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import org.apache.james.mailbox.store.mail.model.impl.PropertyBuilder;
import org.junit.jupiter.api.Test;

/** The listing, of mailboxes that James JPA's own entities make. */
interface JpaMessageListingContract {
    EntityManagerFactory factory();

    @Test
    default void listsNothingWhenTheMailboxIsEmpty() throws MailboxException {
        assertThat(list(mailbox("alice")).count()).isZero();
        assertThat(list(JPAId.of(987_654_321)).count()).isZero();
    }

    @Test
    default void listsUidsAscendingWithTheirSizes() throws MailboxException {
        MailboxId inbox = mailbox("alice", 12, 3, 7);
        mailbox("bob", 4);

        StoredMessages listed = list(inbox);

        assertThat(listed.count()).isEqualTo(3);
        assertThat(new long[] {listed.uid(0), listed.uid(1), listed.uid(2)}).containsExactly(3, 7, 12);
        assertThat(new long[] {listed.size(0), listed.size(1), listed.size(2)}).containsExactly(103, 107, 112);
    }

    private StoredMessages list(MailboxId id) throws MailboxException {
        return new JpaMessageListing(factory()).list(manager(id), null);
    }

    private static MessageManager manager(MailboxId id) {
        return (MessageManager) Proxy.newProxyInstance(
                MessageManager.class.getClassLoader(), new Class<?>[] {MessageManager.class}, (proxy, method, args) -> {
                    assertThat(method.getName()).isEqualTo("getId");
                    return id;
                });
    }

    /** A mailbox with a message of 100 + uid octets for each uid. */
    private MailboxId mailbox(String user, long... uids) throws MailboxException {
        EntityManager manager = factory().createEntityManager();
        try {
            manager.getTransaction().begin();
            JPAMailbox mailbox = new JPAMailbox(MailboxPath.inbox(Username.of(user)), UidValidity.of(1));
            manager.persist(mailbox);
            for (long uid : uids) {
                manager.persist(message(mailbox, uid));
            }
            manager.getTransaction().commit();
            return mailbox.getMailboxId();
        } finally {
            manager.close();
        }
    }

    private static JPAMailboxMessage message(JPAMailbox mailbox, long uid) throws MailboxException {
        byte[] content = ("Subject: \r\n\r\n" + "x".repeat(100 + (int) uid - 13)).getBytes(StandardCharsets.US_ASCII);
        JPAMailboxMessage message = new JPAMailboxMessage(
                mailbox,
                Date.from(Instant.EPOCH),
                content.length,
                new Flags(),
                new ByteContent(content),
                13,
                new PropertyBuilder());
        message.setUid(MessageUid.of(uid));
        message.setModSeq(ModSeq.of(1));
        return message;
    }
}
