// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.retention;

import com.google.common.collect.Maps;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import nl.digipoort.james.audit.AuditTrail;
import nl.digipoort.james.audit.ExpirationAudit;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.limits.AccountLimit;
import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.maildrop.LockedMaildrop;
import nl.digipoort.james.maildrop.MailboxRequest;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.Maildrops;
import nl.digipoort.james.maildrop.MessageAges;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.maildrop.UpdateResult;
import nl.digipoort.james.retention.RetentionResult.Ending;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes messages that are older than their account's retention, in the same way as QUIT: under the maildrop's lock, recorded, in steps
 * (docs/develop/adr/0033-retention-under-the-lock.md). The lock is taken for one step at a time, and only if there is something to remove.
 * A wall clock that leapt makes no message older. Thread-safe; blocks.
 */
@Singleton
public final class Retention {
    /** Messages per step. Few, so that a client does not wait long for the lock. */
    private static final int STEP = 500;

    /**
     * How much older than its retention a message must be. It covers a clock that leapt while the server was stopped, and nodes in
     * different time zones, because James JPA stores local times.
     */
    private static final Duration MARGIN = Duration.ofDays(1);

    /** In days: about a hundred years. */
    private static final int EVER = 36_500;

    private static final Logger LOGGER = LoggerFactory.getLogger(Retention.class);

    private final AccountLimits limits;
    private final MailboxManager manager;
    private final MessageAges ages;
    private final Maildrops maildrops;
    private final AuditTrail trail;
    private final RetentionMetrics metrics;
    private final ClockWatch clock;
    private volatile boolean stopped;

    @Inject
    Retention(
            AccountLimits limits,
            @Named("mailboxmanager") MailboxManager manager,
            MessageAges ages,
            Maildrops maildrops,
            AuditTrail trail,
            RetentionMetrics metrics,
            ClockWatch clock) {
        this.limits = limits;
        this.manager = manager;
        this.ages = ages;
        this.maildrops = maildrops;
        this.trail = trail;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Removes the messages that have been too old for a day or more.
     *
     * @throws MaildropException if the mailbox cannot be read
     * @throws nl.digipoort.james.failure.StoreUnavailableException if a store of ours is unavailable
     * @throws nl.digipoort.james.audit.NotRecordedException if the removal cannot be recorded; nothing more is removed then
     */
    public RetentionResult expire(Username user) throws MaildropException {
        long days = limits.of(user, AccountLimit.RETENTION);
        if (days == AccountLimit.NONE) {
            return RetentionResult.of(Ending.COMPLETE, 0);
        }
        RetentionResult result =
                stepByStep(user, Duration.ofDays(days).plus(MARGIN), AccountLimit.RETENTION.key() + "=" + days);
        if (result.deleted() > 0) {
            LOGGER.info(
                    "Messages of {} older than {} days that are removed: {}", user.asString(), days, result.deleted());
        }
        return result;
    }

    /**
     * Removes all messages of any age.
     *
     * @param reason the reason in the audit records
     * @throws MaildropException as for {@link #expire}
     */
    RetentionResult purge(Username user, String reason) throws MaildropException {
        // in the future, because the clocks of the nodes may have been wrong when the messages came
        RetentionResult result = stepByStep(user, Duration.ofDays(-EVER), reason);
        LOGGER.info("Messages of {} that are removed with it: {}", user.asString(), result.deleted());
        return result;
    }

    private RetentionResult stepByStep(Username user, Duration age, String reason) throws MaildropException {
        long deleted = 0;
        while (!stopped) {
            if (old(user, age).isEmpty()) {
                return RetentionResult.of(Ending.COMPLETE, deleted);
            }
            RetentionResult step = step(user, reason, age);
            deleted += step.deleted();
            if (step.ending() != Ending.COMPLETE) {
                return RetentionResult.of(step.ending(), deleted);
            }
        }
        return RetentionResult.of(Ending.POSTPONED, deleted);
    }

    /** The ages of some messages of at least this age, by their numbers. */
    private Map<String, Duration> old(Username user, Duration age) throws MaildropException {
        Instant now = clock.earliest();
        return Maps.transformValues(before(now.minus(age), user), came -> Duration.between(came, now));
    }

    private Map<String, Instant> before(Instant moment, Username user) throws MaildropException {
        try {
            return MailboxRequest.run(
                    user, manager, session -> ages.before(moment, STEP, manager, MailboxPath.inbox(session), session));
        } catch (MailboxException e) {
            throw new MaildropException("the maildrop of " + user.asString() + " cannot be looked through", e);
        }
    }

    private RetentionResult step(Username user, String reason, Duration age) throws MaildropException {
        Optional<LockedMaildrop> locked = maildrops.lockForRetention(user, reason);
        if (locked.isEmpty()) {
            return postponed();
        }
        if (locked.get().awaited().isPresent()) {
            locked.get().release();
            return postponed();
        }
        OpenMaildrop maildrop = locked.get().open();
        ExpirationAudit audit;
        UpdateResult result;
        try {
            // again, because the mailbox may be another one by now; the numbers of another mailbox match nothing
            // in this one
            Map<String, Duration> old = old(user, age);
            audit = new ExpirationAudit(trail, user, maildrop.fence(), reason, old::get);
            maildrop.mark(old::containsKey);
            result = maildrop.update(audit);
        } finally {
            // after an update there is nothing left to release
            maildrop.release();
        }
        metrics.deleted(audit.deleted());
        if (result == UpdateResult.COMPLETE && audit.deleted() == 0) {
            // somebody else has deleted them; the next run checks for more
            return postponed();
        }
        return RetentionResult.of(
                result == UpdateResult.COMPLETE ? Ending.COMPLETE : Ending.INCOMPLETE, audit.deleted());
    }

    private RetentionResult postponed() {
        metrics.postponed();
        return RetentionResult.of(Ending.POSTPONED, 0);
    }

    /** Prevents further steps. */
    void stop() {
        stopped = true;
    }
}
