// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.retention;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.stream.Collectors;
import nl.digipoort.james.audit.AuditTrail;
import nl.digipoort.james.budget.TestBudget;
import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.lock.TestLocks;
import nl.digipoort.james.maildrop.MailboxApiAges;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.maildrop.TestMaildrops;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.metrics.tests.RecordingMetricFactory;

/** The removal of old messages over James's mailboxes in memory, with time that the test controls. */
public final class TestRetention {
    final TestClock clock = new TestClock();
    final RecordingMetricFactory metrics = new RecordingMetricFactory();
    final RetentionMetrics retentionMetrics = new RetentionMetrics(metrics);
    private final TestMaildrops maildrops = new TestMaildrops(TestBudget.of(1_000_000));
    private final Set<Username> defective = new HashSet<>();
    private final Retention retention;

    public TestRetention(AccountLimits limits, AuditTrail trail) {
        clock.move(Duration.ofDays(20_000));
        retention = new Retention(
                limits,
                maildrops.mailboxes().manager(),
                this::ages,
                maildrops.maildrops(),
                trail,
                retentionMetrics,
                clock);
    }

    private NavigableMap<Long, Instant> ages(
            Instant moment, int most, MailboxManager manager, MailboxPath inbox, MailboxSession session)
            throws MailboxException {
        if (defective.contains(session.getUser())) {
            throw new IllegalStateException("a defect");
        }
        return new MailboxApiAges().before(moment, most, manager, inbox, session);
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
