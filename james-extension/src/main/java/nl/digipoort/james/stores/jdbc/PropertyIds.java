// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.util.ArrayDeque;
import java.util.Queue;
import javax.inject.Inject;
import javax.persistence.EntityManagerFactory;
import org.apache.james.mailbox.jpa.mail.model.JPAProperty;
import org.apache.openjpa.persistence.Generator;
import org.apache.openjpa.persistence.OpenJPAEntityManager;
import org.apache.openjpa.persistence.OpenJPAPersistence;
import org.apache.openjpa.persistence.PersistenceException;

/**
 * Ids for rows of JAMES_MAIL_PROPERTY from OpenJPA's own generator, so that James never creates the same ids. Many are taken in advance,
 * never inside a transaction, because OpenJPA uses its own connection for them. They are taken one by one, because {@code allocate} on an
 * unused generator begins at 1, even if 1 is taken. Thread-safe.
 */
final class PropertyIds {
    private static final int AT_A_TIME = 200;

    private final EntityManagerFactory factory;
    private final Queue<Long> ids = new ArrayDeque<>();

    @Inject
    PropertyIds(EntityManagerFactory factory) {
        this.factory = factory;
    }

    /** @throws PersistenceException if the database is unavailable */
    synchronized long[] take(int count) {
        while (ids.size() < count) {
            generate();
        }
        long[] taken = new long[count];
        for (int i = 0; i < count; i++) {
            taken[i] = ids.remove();
        }
        return taken;
    }

    private void generate() {
        OpenJPAEntityManager manager = OpenJPAPersistence.cast(factory.createEntityManager());
        try {
            Generator generator = manager.getIdGenerator(JPAProperty.class);
            for (int i = 0; i < AT_A_TIME; i++) {
                ids.add(((Number) generator.next()).longValue());
            }
        } finally {
            manager.close();
        }
    }
}
