// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.time.Duration;
import nl.digipoort.james.budget.BodyBudget;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.lock.Leases;
import nl.digipoort.james.lock.LockMetrics;
import nl.digipoort.james.lock.LockSettings;
import nl.digipoort.james.lock.TestLocks;
import nl.digipoort.james.stores.memory.MemoryDeliveryJournal;
import nl.digipoort.james.stores.memory.MemoryWireSizeStore;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.inmemory.InMemoryId;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;

/** Maildrops over James's mailboxes in memory. */
public final class TestMaildrops {
    private final TestLocks locks = new TestLocks();
    private final TestMailboxes mailboxes = new TestMailboxes();
    private final Leases leases;
    private final Maildrops maildrops;

    public TestMaildrops(BodyBudget budget) {
        this(budget, new MailboxApiReader());
    }

    public TestMaildrops(BodyBudget budget, MessageReader reader) {
        leases = new Leases(
                locks,
                locks.keeper(),
                lockSettings(),
                new LockMetrics(new RecordingMetricFactory(), new NoopGaugeRegistry()));
        maildrops = new Maildrops(
                mailboxes.manager(),
                leases,
                new JournalSettlement(
                        new MemoryDeliveryJournal(Duration.ofDays(30), System::nanoTime), new InMemoryId.Factory()),
                new MailboxApiListing(),
                reader,
                MessageManager::delete,
                new MemoryWireSizeStore(),
                budget);
    }

    private static LockSettings lockSettings() {
        try {
            var configuration = new BaseHierarchicalConfiguration();
            configuration.addProperty("lock.sessionWait", 5);
            return LockSettings.from(Section.only("test.xml", configuration, "lock"));
        } catch (ConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    public Leases leases() {
        return leases;
    }

    public Maildrops maildrops() {
        return maildrops;
    }

    public TestMailboxes mailboxes() {
        return mailboxes;
    }

    public TestLocks locks() {
        return locks;
    }

    /** Opens a session's maildrop without waiting for memory. */
    public OpenMaildrop open(Username user) throws MaildropException {
        LockedMaildrop locked =
                maildrops.locked(maildrops.request(user, "192.0.2.1").ask().orElseThrow());
        if (locked.awaited().isPresent()) {
            throw new IllegalStateException("there is no memory");
        }
        return locked.open();
    }
}
