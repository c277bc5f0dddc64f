package nl.digipoort.james.pop3.server;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import nl.digipoort.james.audit.SessionAudit.Ending;
import nl.digipoort.james.credential.Entitlements;
import nl.digipoort.james.mail.HeldTimes;
import org.apache.james.core.Username;

/**
 * When a session has to end without QUIT: it has lasted for too long, mail is held for its maildrop while it moves none, or its
 * user has no right to it any more. No wall clock decides. All state is the event loop's.
 */
final class SessionTimer {
    /** How often is looked within the time that a session may keep mail waiting. */
    private static final int LOOKS = 4;
    /** How often James is asked whether the user may still have the session, besides when an administrator changes something here. */
    private static final Duration RIGHT_ASKED_EVERY = Duration.ofMinutes(1);

    private final LimitSettings limits;
    private final HeldTimes heldTimes;
    private final Entitlements entitlements;
    private Username maildrop;
    private LongSupplier progress;
    private long begun;
    private long moved;
    private long lastProgress;
    private Future<?> looks;
    private Future<?> end;
    private Future<?> questions;
    private Runnable watch = () -> {};
    private boolean revoked;

    SessionTimer(LimitSettings limits, HeldTimes heldTimes, Entitlements entitlements) {
        this.limits = limits;
        this.heldTimes = heldTimes;
        this.entitlements = entitlements;
    }

    /**
     * The login is done.
     *
     * @param movement grows with each octet of a message that the client takes and with each message that it marks
     * @param look is to ask whether the session {@link #isOver}, whenever it may be
     * @param ask is to find out whether the user still has the right to it, and may be called by any thread
     */
    void begin(EventExecutor eventLoop, Username user, LongSupplier movement, Runnable look, Runnable ask) {
        maildrop = user;
        progress = movement;
        begun = heldTimes.now();
        moved = begun;
        if (isOn(limits.longestSession())) {
            end = eventLoop.schedule(look, limits.longestSession().toNanos(), TimeUnit.NANOSECONDS);
        }
        if (isOn(limits.blocksDeliveries())) {
            long pause = limits.blocksDeliveries().toNanos() / LOOKS;
            looks = eventLoop.scheduleAtFixedRate(look, pause, pause, TimeUnit.NANOSECONDS);
        }
        long minute = RIGHT_ASKED_EVERY.toNanos();
        questions = eventLoop.scheduleAtFixedRate(ask, minute, minute, TimeUnit.NANOSECONDS);
        watch = entitlements.watch(user, ask);
    }

    /** The user has no right to the session any more. */
    void revoke() {
        revoked = true;
    }

    /** Empty while the session may go on. */
    Optional<Ending> isOver() {
        if (maildrop == null) {
            return Optional.empty();
        }
        if (revoked) {
            return Optional.of(Ending.REVOKED);
        }
        long now = heldTimes.now();
        if (isOn(limits.longestSession())
                && now - begun >= limits.longestSession().toNanos()) {
            return Optional.of(Ending.TOO_LONG);
        }
        if (progress.getAsLong() != lastProgress) {
            lastProgress = progress.getAsLong();
            moved = now;
        }
        return isBlocking(now) ? Optional.of(Ending.BLOCKED_DELIVERIES) : Optional.empty();
    }

    private boolean isBlocking(long now) {
        Duration patience = limits.blocksDeliveries();
        return isOn(patience)
                && now - moved >= patience.toNanos()
                && heldTimes.of(maildrop).orElse(Duration.ZERO).compareTo(patience) >= 0;
    }

    private static boolean isOn(Duration limit) {
        return !limit.isZero();
    }

    /** How long an answer that is being sent may go on when the session is over. */
    Duration grace() {
        return limits.stalledAfter();
    }

    void stop() {
        cancel(looks);
        cancel(end);
        cancel(questions);
        watch.run();
    }

    private static void cancel(Future<?> scheduled) {
        if (scheduled != null) {
            scheduled.cancel(false);
        }
    }
}
