// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import nl.digipoort.james.failure.StoreUnavailableException;

/** The outcome of a renewal, for each lease. A lease that is neither over nor unknown is renewed. Thread-safe. */
public final class Renewals {
    private final Set<Lease> over = ConcurrentHashMap.newKeySet();
    private final Map<Lease, StoreUnavailableException> unknown = new ConcurrentHashMap<>();

    /** Notes a lease that does not own its lock any more. */
    public void over(Lease lease) {
        over.add(lease);
    }

    /** Notes a lease about which the store gave no answer. It may be renewed or not. */
    public void unknown(Lease lease, StoreUnavailableException failure) {
        unknown.put(lease, failure);
    }

    /** The leases that are over; they cannot be renewed again. */
    public Set<Lease> over() {
        return Set.copyOf(over);
    }

    /** The leases whose outcome is unknown, each with the reason. */
    public Map<Lease, StoreUnavailableException> unknown() {
        return Map.copyOf(unknown);
    }
}
