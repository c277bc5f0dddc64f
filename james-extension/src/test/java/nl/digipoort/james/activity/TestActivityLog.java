// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import java.time.Clock;

/** An {@link ActivityLog} for tests of other packages: without a thread, which would outlive the test. It writes at once. */
public final class TestActivityLog {
    private TestActivityLog() {}

    public static ActivityLog of(ActivityStore store, Clock clock) {
        return of(store, TestUses.log(), clock);
    }

    public static ActivityLog of(ActivityStore store, UseLog uses, Clock clock) {
        ActivityLog log = new ActivityLog(store, uses, clock);
        log.stop();
        return log;
    }
}
