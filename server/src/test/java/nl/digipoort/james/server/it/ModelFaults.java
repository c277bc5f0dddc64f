// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Faults that come one at a time, with a pause before each. */
record ModelFaults(Duration longestPause, List<Fault> faults) {
    static ModelFaults of(Duration longestPause, Fault... faults) {
        return new ModelFaults(longestPause, List.of(faults));
    }

    /** One kind of fault. */
    record Fault(String name, Action action) {}

    /** Disturbs and mends, and returns what was disturbed. */
    interface Action {
        String disturb(ModelClock clock, Random random) throws Exception;
    }
}
