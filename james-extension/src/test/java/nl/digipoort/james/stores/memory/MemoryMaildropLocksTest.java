// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import java.time.Duration;
import nl.digipoort.james.lock.FakeTicker;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.lock.MaildropLocksContract;
import nl.digipoort.james.testing.TestClock;

class MemoryMaildropLocksTest implements MaildropLocksContract {
    private final FakeTicker ticker = new FakeTicker();
    private final TestClock clock = new TestClock();
    private final MaildropLocks locks = new MemoryMaildropLocks(LEASE, ticker, clock, 0);

    @Override
    public MaildropLocks locks() {
        return locks;
    }

    @Override
    public void pass(Duration time) {
        ticker.move(time);
    }

    @Override
    public void stepClockOfTheStore(Duration by) {
        clock.move(by);
    }
}
