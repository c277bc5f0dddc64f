// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.retention;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.audit.ArrivalAudit;
import nl.digipoort.james.credential.Entitlements;
import nl.digipoort.james.lock.Leases;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.mail.DigestedContent;
import nl.digipoort.james.mail.HeldMail;
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.mail.MaildropAppender;
import nl.digipoort.james.maildrop.MaildropException;
import org.apache.james.core.Username;

/**
 * Prevents a new user from getting the mail or the limits of a removed user of the same name (ADR 40). A user's data is cleared when the
 * user is removed, and again when a user of that name is created, because mail may have come in since then. Thread-safe; blocks.
 */
@Singleton
public final class RemovedUsers implements SetAsideMail {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String PURPOSE = "removed user";
    private static final String REASON = "removedUsers=purge";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int MAILS_AT_ONCE = 100;

    private final RemovedMail mail;
    private final Entitlements entitlements;
    private final Leases leases;
    private final HeldMailStore held;
    private final MaildropAppender appender;
    private final ArrivalAudit audit;
    private final AsideMailboxes aside;
    private final Retention retention;
    private final AccountTraces traces;
    private final Clock clock;
    private final Duration patience;

    @Inject
    RemovedUsers(
            RemovedMail mail,
            Entitlements entitlements,
            Leases leases,
            HeldMailStore held,
            MaildropAppender appender,
            ArrivalAudit audit,
            AsideMailboxes aside,
            Retention retention,
            AccountTraces traces,
            Clock clock) {
        this(mail, entitlements, leases, held, appender, audit, aside, retention, traces, clock, PATIENCE);
    }

    /** @param patience how long to wait for a session to end */
    RemovedUsers(
            RemovedMail mail,
            Entitlements entitlements,
            Leases leases,
            HeldMailStore held,
            MaildropAppender appender,
            ArrivalAudit audit,
            AsideMailboxes aside,
            Retention retention,
            AccountTraces traces,
            Clock clock,
            Duration patience) {
        this.patience = patience;
        this.mail = mail;
        this.entitlements = entitlements;
        this.leases = leases;
        this.held = held;
        this.appender = appender;
        this.audit = audit;
        this.aside = aside;
        this.retention = retention;
        this.traces = traces;
        this.clock = clock;
    }

    /**
     * Ends the sessions of a user and clears its data. Called when James has removed the user or is about to create one of that name.
     *
     * @throws MaildropException if the mail could not be cleared, for example because another node has a session of the user
     * @throws nl.digipoort.james.failure.StoreUnavailableException if a store of ours is unavailable
     * @throws nl.digipoort.james.audit.NotRecordedException if it cannot be recorded; nothing is done then
     */
    public void clear(Username user) throws MaildropException {
        entitlements.changed(user);
        if (held.isWaiting(user) || aside.hasMail(user)) {
            clearMail(user);
        }
        traces.forget(user);
    }

    private void clearMail(Username user) throws MaildropException {
        OwnedLease lease = claim(user);
        try {
            bringIn(lease);
            if (mail == RemovedMail.KEEP) {
                aside.setAside(lease, AsideMailboxes.PREFIX + TIME.format(clock.instant()));
                return;
            }
        } catch (IOException e) {
            throw new MaildropException("held mail of " + user.asString() + " cannot be read", e);
        } finally {
            lease.release();
        }
        purge(user);
    }

    @Override
    public Restoration restore(Username user, String mailbox) throws MaildropException {
        Optional<OwnedLease> lease = leases.forDelivery(user, PURPOSE);
        if (lease.isEmpty()) {
            return Restoration.IN_USE;
        }
        try {
            return aside.restore(lease.get(), mailbox);
        } finally {
            lease.get().release();
        }
    }

    /** Brings held mail in first, even without room, so that it is cleared with the rest. */
    private void bringIn(OwnedLease lease) throws IOException, MaildropException {
        Username user = lease.lease().maildrop();
        List<HeldMail> next = held.next(user, MAILS_AT_ONCE);
        while (!next.isEmpty()) {
            for (HeldMail one : next) {
                if (!lease.hasTimeForAStep()) {
                    throw inUse(user);
                }
                DigestedContent content = audit.observe(one, held.content(one));
                audit.broughtIn(one, content, appender.bringIn(lease, one, content));
            }
            next = held.next(user, MAILS_AT_ONCE);
        }
    }

    private void purge(Username user) throws MaildropException {
        RetentionResult result = retention.purge(user, REASON);
        if (result.ending() != RetentionResult.Ending.COMPLETE) {
            throw inUse(user);
        }
    }

    /** Takes the lock. A session of this node ends at once, one of another node within a minute. */
    private OwnedLease claim(Username user) throws MaildropException {
        long tries = patience.dividedBy(PAUSE);
        for (long i = 0; i <= tries && !Thread.currentThread().isInterrupted(); i++) {
            Optional<OwnedLease> lease = leases.forDelivery(user, PURPOSE);
            if (lease.isPresent()) {
                return lease.get();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw inUse(user);
    }

    private static MaildropException inUse(Username user) {
        return new MaildropException("the maildrop of " + user.asString() + " is in use", null);
    }
}
