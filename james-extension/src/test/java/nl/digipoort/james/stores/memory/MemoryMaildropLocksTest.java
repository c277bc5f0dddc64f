// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import nl.digipoort.james.lock.Lease;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.lock.MaildropLocksContract;
import nl.digipoort.james.testing.TestClock;

class MemoryMaildropLocksTest implements MaildropLocksContract {
    private final TestClock clock = new TestClock();
    private final MaildropLocks locks = new MemoryMaildropLocks(LEASE, clock);

    @Override
    public MaildropLocks locks() {
        return locks;
    }

    @Override
    public void expire(Lease lease) {
        clock.move(LEASE);
    }
}
