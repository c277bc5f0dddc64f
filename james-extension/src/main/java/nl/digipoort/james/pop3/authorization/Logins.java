// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.activity.ActivityLog;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.credential.Entitlement;
import nl.digipoort.james.credential.Entitlements;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.limits.LoginDelays;
import nl.digipoort.james.lock.LeaseRequest;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.maildrop.LockedMaildrop;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.Maildrops;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.pop3.Answer;
import nl.digipoort.james.pop3.AwaitedMemory;
import nl.digipoort.james.pop3.AwaitedMemory.NoAnswer;
import nl.digipoort.james.pop3.DelayedAnswer;
import nl.digipoort.james.pop3.Reply;
import nl.digipoort.james.pop3.ResponseCode;
import nl.digipoort.james.pop3.guessing.LoginThrottle;
import org.apache.james.core.Username;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of an authentication, by any command. Proven: the maildrop is locked and TRANSACTION begins (RFC 1939 section 4). Failed: the
 * refusal is always the same. Both answers are delayed while somebody guesses. Abandoned: nothing was judged. Each end leaves one line in
 * the log.
 */
@Singleton
final class Logins {
    /** The same for an unknown user and a wrong password (RFC 3206 section 5). Only judged credentials get this code. */
    private static final Reply REFUSED = Reply.error(ResponseCode.AUTH, "Authentication failed");

    private static final Logger LOGGER = LoggerFactory.getLogger(Logins.class);
    private static final Reply BUSY =
            Reply.error(ResponseCode.SYS_TEMP, "Too many logins wait for their answer, try again later");

    private final Maildrops maildrops;
    private final LoginDelays delays;
    private final Accounts accounts;
    private final LoginThrottle throttle;
    private final AwaitedMemory awaitedMemory;
    private final LoginAudit audit;
    private final ActivityLog activity;
    private final Entitlements entitlements;
    private final LoginPolicy policy;
    private final AuthenticationSettings settings;

    @Inject
    Logins(
            Maildrops maildrops,
            LoginDelays delays,
            Accounts accounts,
            LoginThrottle throttle,
            AwaitedMemory awaitedMemory,
            LoginAudit audit,
            ActivityLog activity,
            Entitlements entitlements,
            LoginPolicy policy,
            AuthenticationSettings settings) {
        this.maildrops = maildrops;
        this.delays = delays;
        this.accounts = accounts;
        this.throttle = throttle;
        this.awaitedMemory = awaitedMemory;
        this.audit = audit;
        this.activity = activity;
        this.entitlements = entitlements;
        this.policy = policy;
        this.settings = settings;
    }

    /** The client has proven that it may act as the account. The answer, which says so, may be delayed. */
    Answer proven(LoginAttempt attempt, String account, Supplier<Answer> answer) {
        attempt.nameIt(account);
        Username user = Username.of(account);
        Optional<Entitlement> entitlement;
        Optional<PolicyRefusal> refusal;
        try {
            entitlement = entitlements.find(user);
            refusal = entitlement.flatMap(found -> policy.judge(attempt, user));
        } catch (RuntimeException e) {
            return unavailable(attempt, e);
        }
        if (entitlement.isEmpty()) {
            return failed(attempt);
        }
        Duration delay = throttle.delay(account, address(attempt));
        if (refusal.isPresent()) {
            return delayedFor(delay, attempt, () -> notAllowed(attempt, refusal.get()));
        }
        attempt.rightTo(entitlement.get());
        return delayedFor(delay, attempt, answer);
    }

    /** The credentials are right, so this is no guess, but neither does it forget the guesses before. */
    private Reply notAllowed(LoginAttempt attempt, PolicyRefusal refusal) {
        attempt.breaksPolicy(refusal.rule());
        refuse(attempt, LoginOutcome.POLICY);
        return abandoned(attempt, LoginOutcome.POLICY, refusal.reply());
    }

    /**
     * Called before a password is hashed. Takes a place for the answer if the present failures delay it, so that nothing is hashed for an
     * answer without a place.
     *
     * @param name the account's name, whether or not it exists
     * @return false if all places are taken
     */
    boolean hasPlaceForAnswer(LoginAttempt attempt, String name) {
        if (!throttle.delay(accountOf(name), address(attempt)).isZero()) {
            throttle.hold(address(attempt)).ifPresentOrElse(attempt::hold, attempt::turnAway);
        }
        return !attempt.isTurnedAway();
    }

    /** The refusal if too many logins from the client's network wait. */
    Reply busy(LoginAttempt attempt) {
        return abandoned(attempt, LoginOutcome.BUSY, BUSY.thenClose());
    }

    /** The credentials are wrong, or the account does not exist. All attempts without a name count as one account. */
    Answer failed(LoginAttempt attempt) {
        if (attempt.isTurnedAway()) {
            return busy(attempt);
        }
        return failed(attempt, LoginOutcome.AUTH, REFUSED);
    }

    /** The same, answered in other words: the client was shown what depends on a name, and did not prove to be that user. */
    Answer failed(LoginAttempt attempt, LoginOutcome outcome, Reply reply) {
        String account = attempt.name().map(this::accountOf).orElse("");
        Duration delay = throttle.failed(account, address(attempt));
        boolean last = FailedLogins.of(attempt.session()).add(account)
                >= settings.guessing().failuresPerConnection();
        return delayedFor(delay, attempt, () -> {
            refuse(attempt, outcome);
            return last ? reply.thenClose() : reply;
        });
    }

    /** The same for a client that is gone, so there is no answer to delay. */
    void left(LoginAttempt attempt) {
        refuse(attempt, LoginOutcome.AUTH);
        try {
            String account = attempt.name().map(this::accountOf).orElse("");
            throttle.failed(account, address(attempt));
        } catch (CredentialStoreUnavailableException e) {
            LOGGER.warn("A login that was left counts for no account", e);
        }
    }

    /** Nothing was judged, so this does not count as a guess. Too many of these close the connection. */
    Reply abandoned(LoginAttempt attempt, LoginOutcome outcome, Reply reply) {
        attempt.end(outcome);
        return FailedLogins.of(attempt.session()).isEnoughAfterOneUnjudged() ? reply.thenClose() : reply;
    }

    /** As {@link #abandoned}, and in the audit trail: the first message shows that somebody may be in between. */
    Reply unbound(LoginAttempt attempt, Reply reply) {
        refuse(attempt, LoginOutcome.BINDING);
        return abandoned(attempt, LoginOutcome.BINDING, reply);
    }

    Reply unavailable(LoginAttempt attempt, RuntimeException cause) {
        LOGGER.error("Credentials cannot be verified", cause);
        refuse(attempt, LoginOutcome.SYS_TEMP);
        return Reply.error(ResponseCode.SYS_TEMP, "Authentication is not possible now, try again later");
    }

    /**
     * Locks the maildrop and begins TRANSACTION, unless another session has the maildrop. The answer may wait for a delivery to end. An
     * attempt that {@link #proven} gave no right is refused.
     */
    Answer enter(LoginAttempt attempt, String account) {
        if (attempt.entitlement().isEmpty()) {
            return unavailable(attempt, new IllegalStateException("nobody has judged this login"));
        }
        int ownFailures = FailedLogins.of(attempt.session()).forget(account);
        throttle.succeeded(account, address(attempt), ownFailures);
        Username user = Username.of(account);
        return enter(attempt, user, maildrops.request(user, InetAddresses.toAddrString(address(attempt))));
    }

    private Answer enter(LoginAttempt attempt, Username user, LeaseRequest request) {
        try {
            Optional<OwnedLease> lease = request.ask();
            if (lease.isPresent()) {
                return enter(attempt, maildrops.locked(lease.get()));
            }
        } catch (StoreUnavailableException e) {
            return cannotOpen(attempt, user, e);
        }
        if (request.isWaiting()) {
            return new AwaitedLock(attempt, user, request);
        }
        refuse(attempt, LoginOutcome.IN_USE);
        return Reply.error(ResponseCode.IN_USE, "Maildrop is locked by another session");
    }

    private Answer enter(LoginAttempt attempt, LockedMaildrop locked) {
        if (isReleasedAsTooSoon(locked)) {
            refuse(attempt, LoginOutcome.LOGIN_DELAY);
            return Reply.error(ResponseCode.LOGIN_DELAY, "Too soon after the last login, try again later");
        }
        return open(attempt, locked);
    }

    /** Checked under the lock, so that no other node's login comes in between, and before anything is read. */
    private boolean isReleasedAsTooSoon(LockedMaildrop maildrop) {
        boolean goesOn = false;
        try {
            goesOn = !delays.isTooSoon(maildrop.user());
            return !goesOn;
        } finally {
            if (!goesOn) {
                maildrop.release();
            }
        }
    }

    /** Continues once there is memory for a message whose size is not known yet; repeats as often as necessary. */
    private Answer open(LoginAttempt attempt, LockedMaildrop locked) {
        Username user = locked.user();
        Optional<Reservation> awaited;
        try {
            awaited = locked.awaited();
        } catch (MaildropException | StoreUnavailableException e) {
            return cannotOpen(attempt, user, e);
        }
        if (awaited.isPresent()) {
            return awaitedMemory.then(awaited.get(), () -> open(attempt, locked), reason -> {
                locked.release();
                if (reason == NoAnswer.REFUSED) {
                    refuse(attempt, LoginOutcome.SYS_TEMP);
                } else {
                    attempt.end(LoginOutcome.ABANDONED);
                }
            });
        }
        return begin(attempt, user, locked.open());
    }

    /** The session owns the maildrop as soon as it has begun; before that, whatever fails frees it. */
    private Answer begin(LoginAttempt attempt, Username user, OpenMaildrop maildrop) {
        boolean begun = false;
        try {
            delays.loggedIn(user);
            attempt.session().open(user, maildrop, audit.loggedIn(attempt, user, maildrop));
            begun = true;
        } catch (StoreUnavailableException e) {
            return cannotOpen(attempt, user, e);
        } finally {
            if (!begun) {
                maildrop.release();
            }
        }
        attempt.entitlement().ifPresent(proven -> attempt.session().restsOn(() -> entitlements.holds(proven)));
        activity.loggedIn(user, InetAddresses.toAddrString(address(attempt)), attempt.uses());
        attempt.end(LoginOutcome.OK);
        return Reply.ok("Maildrop locked and ready");
    }

    /** Judged credentials, and what counts as them, are in the audit trail as well as in the log. */
    private void refuse(LoginAttempt attempt, LoginOutcome outcome) {
        if (attempt.end(outcome)) {
            audit.refused(attempt, outcome);
        }
    }

    private Reply cannotOpen(LoginAttempt attempt, Username user, Exception cause) {
        LOGGER.error("The maildrop of {} cannot be opened", user.asString(), cause);
        refuse(attempt, LoginOutcome.SYS_TEMP);
        return Reply.error(ResponseCode.SYS_TEMP, "Maildrop cannot be opened now, try again later");
    }

    private Answer delayedFor(Duration delay, LoginAttempt attempt, Supplier<Answer> answer) {
        if (delay.isZero()) {
            attempt.leavePlace();
            return answer.get();
        }
        if (!attempt.hasPlace()) {
            throttle.hold(address(attempt)).ifPresent(attempt::hold);
        }
        return attempt.hasPlace() ? new Delayed(delay, attempt, answer) : busy(attempt);
    }

    /** All spellings of a name count as one account, even if there is no such account. */
    private String accountOf(String name) {
        return accounts.resolve(name).map(Username::asString).orElseGet(() -> name.toLowerCase(Locale.ROOT));
    }

    private static InetAddress address(LoginAttempt attempt) {
        return attempt.session().getRemoteAddress().getAddress();
    }

    private static final class Delayed extends DelayedAnswer {
        private final Duration delay;
        private final LoginAttempt attempt;
        private final Supplier<Answer> answer;

        private Delayed(Duration delay, LoginAttempt attempt, Supplier<Answer> answer) {
            this.delay = delay;
            this.attempt = attempt;
            this.answer = answer;
        }

        @Override
        public Duration delay() {
            return delay;
        }

        @Override
        public Answer give() {
            attempt.leavePlace();
            return answer.get();
        }

        @Override
        public void drop() {
            attempt.end(LoginOutcome.ABANDONED);
        }
    }

    /** Waits for the maildrop without a thread. */
    private final class AwaitedLock extends DelayedAnswer {
        private final LoginAttempt attempt;
        private final Username user;
        private final LeaseRequest request;

        private AwaitedLock(LoginAttempt attempt, Username user, LeaseRequest request) {
            this.attempt = attempt;
            this.user = user;
            this.request = request;
        }

        @Override
        public Duration delay() {
            return request.pause();
        }

        @Override
        public void whenReady(Runnable call) {
            request.whenTurn(call);
        }

        @Override
        public Answer give() {
            return enter(attempt, user, request);
        }

        @Override
        public void drop() {
            request.close();
            attempt.end(LoginOutcome.ABANDONED);
        }
    }
}
