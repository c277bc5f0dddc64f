package nl.digipoort.james.stores.jdbc;

import java.util.List;
import javax.inject.Inject;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import javax.persistence.PersistenceException;
import nl.digipoort.james.maildrop.MessageListing;
import nl.digipoort.james.maildrop.StoredMessages;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxId;

/**
 * Lists a mailbox of James JPA by one projection of two columns, where James's mailbox API would load flags and properties of
 * every message. Thread-safe.
 */
public final class JpaMessageListing implements MessageListing {
    private static final String UIDS_AND_SIZES = "SELECT m.uid, m.contentOctets FROM MailboxMessage m"
            + " WHERE m.mailbox.mailboxId = :mailbox ORDER BY m.uid";

    private final EntityManagerFactory factory;

    @Inject
    public JpaMessageListing(EntityManagerFactory factory) {
        this.factory = factory;
    }

    @Override
    public StoredMessages list(MessageManager mailbox, MailboxSession session) throws MailboxException {
        return list(mailbox.getId());
    }

    StoredMessages list(MailboxId mailbox) throws MailboxException {
        try {
            EntityManager entityManager = factory.createEntityManager();
            try {
                return storedMessages(entityManager
                        .createQuery(UIDS_AND_SIZES, Object[].class)
                        .setParameter("mailbox", Long.valueOf(mailbox.serialize()))
                        .getResultList());
            } finally {
                entityManager.close();
            }
        } catch (PersistenceException e) {
            throw new MailboxException("cannot list mailbox " + mailbox.serialize(), e);
        }
    }

    private static StoredMessages storedMessages(List<Object[]> rows) {
        long[] uids = new long[rows.size()];
        long[] sizes = new long[rows.size()];
        int next = 0;
        for (Object[] row : rows) {
            uids[next] = (Long) row[0];
            sizes[next] = (Long) row[1];
            next++;
        }
        return StoredMessages.of(uids, sizes);
    }
}
