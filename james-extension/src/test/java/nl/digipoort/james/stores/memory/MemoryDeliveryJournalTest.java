// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import java.time.Duration;
import nl.digipoort.james.journal.DeliveryJournal;
import nl.digipoort.james.journal.DeliveryJournalContract;
import nl.digipoort.james.testing.TestClock;

class MemoryDeliveryJournalTest implements DeliveryJournalContract {
    private static final Duration TIME_TO_REMEMBER = Duration.ofDays(30);

    private final TestClock clock = new TestClock();
    private final DeliveryJournal journal = new MemoryDeliveryJournal(TIME_TO_REMEMBER, clock::nanos);

    @Override
    public DeliveryJournal journal() {
        return journal;
    }

    @Override
    public void age() {
        clock.move(TIME_TO_REMEMBER);
    }
}
