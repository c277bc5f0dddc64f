// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import com.google.inject.Injector;
import com.google.inject.Module;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the stores by what James itself keeps its data in. */
final class StoresModule {
    private static final Logger LOGGER = LoggerFactory.getLogger(StoresModule.class);
    private static final String JPA = "javax.persistence.EntityManagerFactory";
    private static final String CASSANDRA = "com.datastax.oss.driver.api.core.CqlSession";

    private StoresModule() {}

    /**
     * The database that James itself uses, Cassandra or one through JPA, and the memory of this process for a James that keeps
     * everything there.
     */
    static Module forJames(Injector james) {
        if (binds(james, CASSANDRA)) {
            return new CassandraStoresModule();
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
