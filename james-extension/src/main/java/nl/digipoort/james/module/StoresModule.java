package nl.digipoort.james.module;

import com.google.inject.Injector;
import com.google.inject.Module;

/** Chooses the stores by what James itself keeps its data in. */
final class StoresModule {
    private static final String JPA = "javax.persistence.EntityManagerFactory";

    private StoresModule() {}

    /** The database that James uses through JPA if it does, and the memory of this process otherwise. */
    static Module forJames(Injector james) {
        return usesJpa(james) ? new JpaStoresModule() : new MemoryStoresModule();
    }

    /** Asked by name: the in-memory James has no JPA on its class path. */
    private static boolean usesJpa(Injector james) {
        return james.getAllBindings().keySet().stream()
                .anyMatch(key -> key.getTypeLiteral().getRawType().getName().equals(JPA));
    }
}
