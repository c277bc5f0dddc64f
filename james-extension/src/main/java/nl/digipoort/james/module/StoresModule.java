// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import com.google.inject.Injector;
import com.google.inject.Module;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the stores by where James keeps its own data. */
final class StoresModule {
    private static final Logger LOGGER = LoggerFactory.getLogger(StoresModule.class);
    private static final String JPA = "javax.persistence.EntityManagerFactory";
    private static final String CASSANDRA = "com.datastax.oss.driver.api.core.CqlSession";

    private StoresModule() {}

    /**
     * Stores in the database that James uses, Cassandra or one through JPA. If James keeps everything in memory, stores in the memory of
     * this process.
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

    /** Compares type names: a stock James has only one of the two types on its class path. */
    private static boolean binds(Injector james, String type) {
        return james.getAllBindings().keySet().stream()
                .anyMatch(key -> key.getTypeLiteral().getRawType().getName().equals(type));
    }
}
