// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scenario;

import java.util.List;

/** All scenarios, in the order in which they run. */
public final class Scenarios {
    private Scenarios() {}

    public static List<Scenario> all() {
        return List.of(
                new Cold(),
                Sessions.login(),
                Sessions.whole(),
                new LargeMessage(),
                new LargeMaildrop(),
                new IdleSessions());
    }
}
