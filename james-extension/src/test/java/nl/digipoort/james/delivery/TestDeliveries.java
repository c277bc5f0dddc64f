// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Ticker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import nl.digipoort.james.audit.ArrivalAudit;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.budget.TestBudget;
import nl.digipoort.james.clock.TestClocks;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.journal.Delivery;
import nl.digipoort.james.journal.DeliveryJournal;
import nl.digipoort.james.journal.DeliverySettings;
import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.limits.TestLimits;
import nl.digipoort.james.limits.TestMessageQuota;
import nl.digipoort.james.lock.Leases;
import nl.digipoort.james.lock.LockMetrics;
import nl.digipoort.james.lock.LockSettings;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.lock.TestLocks;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.AppendOutcome;
import nl.digipoort.james.mail.DeliveryObserver;
import nl.digipoort.james.mail.DeliveryStep;
import nl.digipoort.james.mail.FreeSpace;
import nl.digipoort.james.mail.HeldMail;
import nl.digipoort.james.mail.HeldTimes;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.MailContent;
import nl.digipoort.james.mail.MaildropAppender;
import nl.digipoort.james.mail.TestContent;
import nl.digipoort.james.maildrop.CountingReader;
import nl.digipoort.james.maildrop.DeliveredSizes;
import nl.digipoort.james.maildrop.JournalSettlement;
import nl.digipoort.james.maildrop.LockedMaildrop;
import nl.digipoort.james.maildrop.MailboxApiAppender;
import nl.digipoort.james.maildrop.MailboxApiListing;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.Maildrops;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.maildrop.Settlement;
import nl.digipoort.james.maildrop.TestMailboxes;
import nl.digipoort.james.maildrop.WireSizeStore;
import nl.digipoort.james.maildrop.WireSizes;
import nl.digipoort.james.stores.memory.MemoryDeliveryJournal;
import nl.digipoort.james.stores.memory.MemoryHeldMailStore;
import nl.digipoort.james.stores.memory.MemoryWireSizeStore;
import nl.digipoort.james.testing.TestClock;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.inmemory.InMemoryId;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;

/** All parts of delivery over James's own stores in memory, with locks, journal and time that the test controls. */
final class TestDeliveries implements DeliveryObserver {
    static final Username ANNA = Username.of("anna@example.org");
    static final Username BOB = Username.of("bob@example.org");

    static final String TRACE = "Return-Path: <agency@example.com>\r\n";

    final TestTicker ticker = new TestTicker();
    final HeldTimes heldTimes = new HeldTimes(ticker);
    final TestLocks locks = new TestLocks();
    final TestMailboxes mailboxes = new TestMailboxes();
    final TestClock clock = new TestClock();
    final AccountLimits limits = TestLimits.inMemory();
    final TestMessageQuota quotas = new TestMessageQuota();
    final RecordingMetricFactory metrics = new RecordingMetricFactory();
    final MemoryHeldMailStore held = new MemoryHeldMailStore(clock);
    final DeliveryJournal journal = new MemoryDeliveryJournal(Duration.ofDays(30), clock::nanos);
    final List<DeliveryStep> steps = new CopyOnWriteArrayList<>();
    final Leases leases;
    final Reception reception;
    final TestAudit audit = new TestAudit();
    final ArrivalAudit arrivals = new ArrivalAudit(audit.trail());
    final FreeSpace space = new FreeSpace(Path.of("."), 0);
    final Deliveries deliveries;
    final HeldSweep sweep;
    final Maildrops maildrops;
    final WireSizeStore wireSizes = new WireSizesUnavailableAtWill();
    boolean wireSizesUnavailable;
    final CountingReader reader = new CountingReader();
    /** Reads back what was appended. */
    final CountingReader appendedReader = new CountingReader();

    private Optional<DeliveryStep> crashAt = Optional.empty();
    private Runnable atStep = () -> {};
    private final Map<Username, Runnable> whenBegun = new ConcurrentHashMap<>();

    TestDeliveries() {
        LockSettings settings = lockSettings();
        DeliverySettings deliverySettings = deliverySettings();
        leases = new Leases(locks, locks.keeper(), settings, new LockMetrics(metrics, new NoopGaugeRegistry()));
        Settlement settlement = new JournalSettlement(journal, new InMemoryId.Factory());
        maildrops = new Maildrops(
                mailboxes.manager(),
                leases,
                settlement,
                new MailboxApiListing(),
                reader,
                MessageManager::delete,
                wireSizes,
                TestBudget.of(1000));
        DeliveryMetrics deliveryMetrics = new DeliveryMetrics(metrics, new NoopGaugeRegistry());
        MaildropAppender appender = new MailboxApiAppender(
                mailboxes.manager(),
                journal,
                settlement,
                new DeliveredSizes(wireSizes),
                appendedReader,
                held,
                Set.of(this),
                TestClocks.watching(clock));
        deliveries = new Deliveries(
                leases,
                held,
                appender,
                TestLimits.capacity(limits, quotas),
                deliveryMetrics,
                arrivals,
                Set.of(this),
                ticker);
        sweep = new HeldSweep(
                deliveries,
                held,
                leases,
                journal,
                deliverySettings,
                deliveryMetrics,
                heldTimes,
                TestClocks.watching(clock));
        reception = new Reception(deliveries, sweep, space, arrivals);
    }

    /** Deliveries to whose appender each held mail is gone. */
    Deliveries deliveriesOfNothing() {
        MaildropAppender appender = new MaildropAppender() {
            @Override
            public AppendOutcome append(OwnedLease lease, IncomingMail mail, Addressee addressee) {
                throw new AssertionError();
            }

            @Override
            public AppendOutcome bringIn(OwnedLease lease, HeldMail mail, MailContent content) {
                held.remove(mail);
                return AppendOutcome.NOT_HELD;
            }
        };
        return new Deliveries(
                leases,
                held,
                appender,
                TestLimits.capacity(limits, quotas),
                new DeliveryMetrics(metrics, new NoopGaugeRegistry()),
                arrivals,
                Set.of(this),
                ticker);
    }

    /** Opens a session's maildrop. */
    OpenMaildrop open(Username user) throws MaildropException {
        LockedMaildrop locked =
                maildrops.locked(maildrops.request(user, "192.0.2.1").ask().orElseThrow());
        assertThat(locked.awaited()).isEmpty();
        return locked.open();
    }

    private static LockSettings lockSettings() {
        try {
            var configuration = new BaseHierarchicalConfiguration();
            configuration.addProperty("lock.sessionWait", 1);
            configuration.addProperty("lock.deliveryWait", 0);
            return LockSettings.from(Section.only("test.xml", configuration, "lock"));
        } catch (ConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DeliverySettings deliverySettings() {
        try {
            var configuration = new BaseHierarchicalConfiguration();
            // so nothing but the first sweep comes by itself within a test
            configuration.addProperty("delivery.sweepInterval", 86_400);
            configuration.addProperty("delivery.alarmAfter", 60);
            return DeliverySettings.from(Section.only("test.xml", configuration, "delivery"));
        } catch (ConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Simulates the end of the process right after the step: nothing more is done, and the lock expires. */
    void crashBehind(DeliveryStep step) {
        crashAt = Optional.of(step);
    }

    /** Simulates a restart of the server: all locks are free. */
    void restart() {
        crashAt = Optional.empty();
        locks.lookAll().forEach(lock -> locks.breakLock(lock.maildrop(), lock.fence()));
    }

    /** Runs the work once, right after the next step. */
    void atNextStep(Runnable work) {
        atStep = work;
    }

    /** Runs the work once, right after the next step of that kind. */
    void atStep(DeliveryStep step, Runnable work) {
        atNextStep(() -> {
            if (steps.get(steps.size() - 1) == step) {
                work.run();
            } else {
                atStep(step, work);
            }
        });
    }

    @Override
    public void reached(DeliveryStep step, Delivery delivery) {
        steps.add(step);
        Runnable work = atStep;
        atStep = () -> {};
        work.run();
        if (step == DeliveryStep.BEGUN) {
            whenBegun.getOrDefault(delivery.maildrop(), () -> {}).run();
        }
        if (crashAt.filter(step::equals).isPresent()) {
            throw new Crash();
        }
    }

    /** Runs the work before every append to the maildrop. */
    void whenBegun(Username maildrop, Runnable work) {
        whenBegun.put(maildrop, work);
    }

    OwnedLease session(Username user) {
        return leases.forSession(user, "192.0.2.1").ask().orElseThrow();
    }

    /** Delivers a mail from a queue. */
    Deliveries.Outcome deliver(Username user, String name, String content) throws IOException {
        return deliveries.deliver(IncomingMail.fromQueue(name, TestContent.of(content)), addressee(user));
    }

    /** Delivers a mail whose sender waits for the answer. */
    Deliveries.Outcome deliverFromClient(Username user, String name, String content) throws IOException {
        return deliveries.deliver(IncomingMail.fromClient(name, TestContent.of(content)), addressee(user));
    }

    static Addressee addressee(Username user) {
        return Addressee.of(user, TRACE.getBytes(StandardCharsets.US_ASCII));
    }

    long heldFor(Username user) {
        return sweep.waiting(user).count();
    }

    /** A new mail, as it comes from the spool. */
    static Mail mail(String name, String content) throws Exception {
        return mailOf(name, 1, content);
    }

    static Mail mailOf(String name, long acceptedAt, String content) throws Exception {
        return MailImpl.builder()
                .name(name)
                .sender("agency@example.com")
                .addRecipient(ANNA.asString())
                .addRecipient(BOB.asString())
                .lastUpdated(Date.from(Instant.ofEpochMilli(acceptedAt)))
                .mimeMessage(new MimeMessageWrapper(MimeMessageInputStreamSource.create(
                        name, new ByteArrayInputStream(content.getBytes(StandardCharsets.US_ASCII)))))
                .build();
    }

    /** The content as it came, without trace lines. */
    static String content(String subject) {
        return "Subject: " + subject + "\r\n\r\n.Hello,\r\n" + subject + "\r\n";
    }

    /** The content as it is in the maildrop. */
    static String delivered(String subject) {
        return TRACE + content(subject);
    }

    /** An Error, so that no code handles it as a failure. */
    static final class Crash extends Error {}

    private final class WireSizesUnavailableAtWill implements WireSizeStore {
        private final WireSizeStore store = new MemoryWireSizeStore();

        @Override
        public WireSizes find(MailboxId mailbox) {
            if (wireSizesUnavailable) {
                throw new StoreUnavailableException("out of reach", null);
            }
            return store.find(mailbox);
        }

        @Override
        public void save(MailboxId mailbox, WireSizes sizes) {
            store.save(mailbox, sizes);
        }
    }

    /** A monotonic clock that moves only when the test moves it. */
    static final class TestTicker extends Ticker {
        private final AtomicLong nanos = new AtomicLong();

        void move(Duration by) {
            nanos.addAndGet(by.toNanos());
        }

        @Override
        public long read() {
            return nanos.get();
        }
    }
}
