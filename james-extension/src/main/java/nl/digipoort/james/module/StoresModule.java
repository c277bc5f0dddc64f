package nl.digipoort.james.module;

import com.google.inject.Injector;
import com.google.inject.Module;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the stores by what James itself keeps its data in. */
final class StoresModule {
    private static final Logger LOGGER = LoggerFactory.getLogger(StoresModule.class);
    private static final String JPA = "javax.persistence.EntityManagerFactory";
    private static final String CASSANDRA = "com.datastax.oss.driver.api.core.CqlSession";

    private StoresModule() {}

    /**
     * The database that James uses through JPA if it does, and the memory of this process for a James that keeps everything
     * there.
     *
     * @throws ConfigurationException if James keeps its data in Cassandra: several nodes may serve it, and a lock that only
     *     one of them knows is none
     */
    static Module forJames(Injector james) throws ConfigurationException {
        if (binds(james, CASSANDRA)) {
            throw new ConfigurationException(
                    "James keeps its data in Cassandra, for which there are no stores of maildrop"
                            + " locks and credentials; allowed: James on JPA, or in memory");
        }
        if (binds(james, JPA)) {
            return new JpaStoresModule();
        }
        LOGGER.warn("James has no database: credential records end with this process");
        return new MemoryStoresModule();
    }

    /** Asked by name: no James has both on its class path. */
    private static boolean binds(Injector james, String type) {
        return james.getAllBindings().keySet().stream()
                .anyMatch(key -> key.getTypeLiteral().getRawType().getName().equals(type));
    }
}
