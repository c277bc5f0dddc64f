// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.retention;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import nl.digipoort.james.audit.AuditTrail;
import nl.digipoort.james.budget.TestBudget;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.clock.TestClocks;
import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.lock.TestLocks;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.TestContent;
import nl.digipoort.james.maildrop.DeliveredSizes;
import nl.digipoort.james.maildrop.JournalSettlement;
import nl.digipoort.james.maildrop.MailboxApiAges;
import nl.digipoort.james.maildrop.MailboxApiAppender;
import nl.digipoort.james.maildrop.MailboxApiReader;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.maildrop.TestMaildrops;
import nl.digipoort.james.stores.memory.MemoryDeliveryJournal;
import nl.digipoort.james.stores.memory.MemoryHeldMailStore;
import nl.digipoort.james.stores.memory.MemoryWireSizeStore;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.inmemory.InMemoryId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.metrics.tests.RecordingMetricFactory;

/** The removal of old messages over James's mailboxes in memory, with time that the test controls. */
public final class TestRetention {
    final TestClock clock = new TestClock();
    final ClockWatch watch;
    final RecordingMetricFactory metrics = new RecordingMetricFactory();
    final RetentionMetrics retentionMetrics = new RetentionMetrics(metrics);
    private final TestMaildrops maildrops = new TestMaildrops(TestBudget.of(1_000_000));
    private final Set<Username> defective = new HashSet<>();
    private final Set<Username> endingWhenMarked = new HashSet<>();
    private final Retention retention;
    private Work lookedThrough = () -> {};

    public TestRetention(AccountLimits limits, AuditTrail trail) {
        clock.move(Duration.ofDays(20_000));
        watch = TestClocks.watching(clock);
        retention = new Retention(
                limits,
                maildrops.mailboxes().manager(),
                this::ages,
                maildrops.maildrops(),
                trail,
                retentionMetrics,
                watch);
    }

    private Map<String, Instant> ages(
            Instant moment, int most, MailboxManager manager, MailboxPath inbox, MailboxSession session)
            throws MailboxException {
        if (defective.contains(session.getUser())) {
            throw new IllegalStateException("a defect");
        }
        Map<String, Instant> old = new MailboxApiAges().before(moment, most, manager, inbox, session);
        Work once = lookedThrough;
        lookedThrough = () -> {};
        try {
            once.run();
        } catch (Exception e) {
            throw new MailboxException("the test failed", e);
        }
        return endingWhenMarked.contains(session.getUser()) ? new EndingWhenMarked(old) : old;
    }

    /** Does this once, behind the next look through a maildrop. */
    void whenLookedThrough(Work work) {
        lookedThrough = work;
    }

    /** Work of a test. */
    interface Work {
        void run() throws Exception;
    }

    /** Marking the user's messages ends with an Error, under the lock. */
    void runOutOfMemoryWhenMarking(Username user) {
        endingWhenMarked.add(user);
    }

    private static final class EndingWhenMarked extends LinkedHashMap<String, Instant> {
        private static final long serialVersionUID = 1;

        EndingWhenMarked(Map<String, Instant> before) {
            super(before);
        }

        @Override
        public boolean containsKey(Object uid) {
            throw new OutOfMemoryError("as a test wants it");
        }
    }

    /** Looking through the user's maildrop fails in a way that nothing names. */
    void breakDown(Username user) {
        defective.add(user);
    }

    public Retention retention() {
        return retention;
    }

    TestMaildrops maildrops() {
        return maildrops;
    }

    TestLocks locks() {
        return maildrops.locks();
    }

    /** Puts in a message that came the given time ago. */
    public void append(Username user, Duration ago, String subject) throws Exception {
        MailboxSession session = maildrops.mailboxes().manager().createSystemSession(user);
        maildrops
                .mailboxes()
                .inbox(session)
                .appendMessage(
                        AppendCommand.builder()
                                .withInternalDate(Date.from(clock.instant().minus(ago)))
                                .build(("Subject: " + subject + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)),
                        session);
    }

    /** Delivers a message as if it came by SMTP. */
    void deliver(Username user, String subject) throws Exception {
        MemoryDeliveryJournal journal = new MemoryDeliveryJournal(Duration.ofDays(30), clock::nanos);
        MailboxApiAppender appender = new MailboxApiAppender(
                maildrops.mailboxes().manager(),
                journal,
                new JournalSettlement(journal, new InMemoryId.Factory()),
                new DeliveredSizes(new MemoryWireSizeStore()),
                new MailboxApiReader(),
                new MemoryHeldMailStore(clock),
                Set.of(),
                watch);
        OwnedLease lease = maildrops.leases().forDelivery(user, "test").orElseThrow();
        try {
            appender.append(
                    lease,
                    IncomingMail.fromClient("mail", TestContent.of("Subject: " + subject + "\r\n\r\n")),
                    Addressee.of(user, new byte[0]));
        } finally {
            lease.release();
        }
    }

    /** Renames the inbox, so that the next message makes another one. */
    void rename(Username user, String name) throws MailboxException {
        MailboxSession session = maildrops.mailboxes().manager().createSystemSession(user);
        maildrops
                .mailboxes()
                .manager()
                .renameMailbox(MailboxPath.inbox(session), MailboxPath.forUser(user, name), session);
    }

    public List<String> subjects(Username user) throws Exception {
        return maildrops.mailboxes().messages(user).stream()
                .map(message -> message.strip().substring("Subject: ".length()))
                .collect(Collectors.toList());
    }

    /** Opens a session's maildrop. */
    public OpenMaildrop open(Username user) throws Exception {
        return maildrops.open(user);
    }
}
