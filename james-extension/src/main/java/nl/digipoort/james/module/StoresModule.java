// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import com.google.inject.Binding;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.spi.LinkedKeyBinding;
import java.util.Optional;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.mailbox.MailboxManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the stores by where James keeps its own data. There is no choice for a James that is not known. */
final class StoresModule {
    private static final Logger LOGGER = LoggerFactory.getLogger(StoresModule.class);
    /** In the jar for James 3.9 its relocation has made {@code jakarta} of this. */
    private static final String JPA = "javax.persistence.EntityManagerFactory";

    private static final String CASSANDRA = "com.datastax.oss.driver.api.core.CqlSession";
    private static final String POSTGRES = "org.apache.james.backends.postgres.utils.PostgresExecutor";
    private static final String MEMORY = "org.apache.james.mailbox.inmemory.InMemoryMailboxManager";

    private StoresModule() {}

    /**
     * Stores in the database that James uses, Cassandra, one through JPA, or the PostgreSQL of postgres-app. If the mailboxes of James are in memory, stores in the memory of
     * this process.
     *
     * @throws ConfigurationException naming the mailbox manager of James, if its database is not known
     */
    static Module forJames(Injector james) throws ConfigurationException {
        if (binds(james, CASSANDRA)) {
            return new CassandraStoresModule();
        }
        if (binds(james, JPA)) {
            return JpaStoresModule.forJames(james);
        }
        if (binds(james, POSTGRES)) {
            return PostgresStoresModule.forJames(james);
        }
        String mailboxes = mailboxManager(james);
        if (mailboxes.equals(MEMORY)) {
            LOGGER.warn("James has no database: credential records end with this process");
            return new MemoryStoresModule();
        }
        throw new ConfigurationException("James keeps its mailboxes by " + mailboxes
                + ", and its database is not known here, so maildrops could not be locked for all nodes: use James on"
                + " JPA, Cassandra, postgres-app or in memory (docs/start/drop-in.md), or remove the extension from"
                + " conf/extensions.properties");
    }

    /** Compares type names: a stock James has only one of the types on its class path. */
    private static boolean binds(Injector james, String type) {
        return james.getAllBindings().keySet().stream()
                .anyMatch(key -> name(key).equals(type));
    }

    /** The class that James uses, whatever else is bound or on the class path. */
    private static String mailboxManager(Injector james) {
        Key<?> key = Key.get(MailboxManager.class);
        Optional<Binding<?>> binding = Optional.ofNullable(james.getExistingBinding(key));
        while (binding.isPresent() && binding.get() instanceof LinkedKeyBinding) {
            key = ((LinkedKeyBinding<?>) binding.get()).getLinkedKey();
            binding = Optional.ofNullable(james.getExistingBinding(key));
        }
        return name(key);
    }

    private static String name(Key<?> key) {
        return key.getTypeLiteral().getRawType().getName();
    }
}
