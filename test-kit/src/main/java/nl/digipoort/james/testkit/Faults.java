// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.james.core.Username;

/** Which account has which fault: by its name, by a request, or as all have it. Thread-safe. */
final class Faults {
    private final Set<Fault> ofAll;
    private final Map<Username, Set<Fault>> ofAccounts = new ConcurrentHashMap<>();

    Faults(Set<Fault> ofAll) {
        this.ofAll = Set.copyOf(ofAll);
    }

    boolean isOn(Fault fault) {
        return ofAll.contains(fault);
    }

    boolean has(Username account, Fault fault) {
        return isOn(fault)
                || account.getLocalPart().equals(fault.label())
                || ofAccounts.getOrDefault(account, Set.of()).contains(fault);
    }

    void begin(Username account, Fault fault) {
        ofAccounts.merge(account, Set.of(fault), Faults::union);
    }

    private static Set<Fault> union(Set<Fault> some, Set<Fault> others) {
        Set<Fault> all = EnumSet.copyOf(some);
        all.addAll(others);
        return all;
    }

    /** Ends those that were requested. */
    void end(Username account) {
        ofAccounts.remove(account);
    }
}
