// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.mail.Flags;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.jpa.mail.model.JPAMailbox;
import org.apache.james.mailbox.jpa.mail.model.openjpa.JPAMailboxMessage;
import org.apache.james.mailbox.model.ByteContent;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import org.apache.james.mailbox.store.mail.model.impl.PropertyBuilder;

/** Mailboxes as James JPA's own entities create them. */
final class TestJpaMailboxes {
    private static final int HEADER = 13;

    private TestJpaMailboxes() {}

    /** A mailbox with one message per uid. Each has 100 + uid octets and came uid days after the epoch. */
    static MailboxId mailbox(EntityManagerFactory factory, String user, long... uids) throws MailboxException {
        EntityManager manager = factory.createEntityManager();
        try {
            manager.getTransaction().begin();
            JPAMailbox mailbox = new JPAMailbox(MailboxPath.inbox(Username.of(user)), UidValidity.of(77));
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
        byte[] content = content(uid);
        JPAMailboxMessage message = new JPAMailboxMessage(
                mailbox,
                Date.from(Instant.EPOCH.plus(Duration.ofDays(uid))),
                content.length,
                new Flags(),
                new ByteContent(content),
                HEADER,
                new PropertyBuilder());
        message.setUid(MessageUid.of(uid));
        message.setModSeq(ModSeq.of(1));
        return message;
    }

    static byte[] content(long uid) {
        return ("Subject: \r\n\r\n" + "x".repeat(100 + (int) uid - HEADER)).getBytes(StandardCharsets.US_ASCII);
    }
}
