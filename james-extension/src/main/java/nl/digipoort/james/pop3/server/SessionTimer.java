package nl.digipoort.james.pop3.server;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import nl.digipoort.james.audit.SessionAudit.Ending;
import nl.digipoort.james.mail.HeldTimes;
import org.apache.james.core.Username;

/**
 * When a session has to end without QUIT: it has lasted for too long, or mail is held for its maildrop while it moves none. No wall
 * clock decides. All state is the event loop's.
 */
final class SessionTimer {
    /** How often is looked within the time that a session may keep mail waiting. */
    private static final int LOOKS = 4;

    private final LimitSettings limits;
    private final HeldTimes heldTimes;
    private Username maildrop;
    private LongSupplier progress;
    private long begun;
    private long moved;
    private long lastProgress;
    private Future<?> looks;
    private Future<?> end;

    SessionTimer(LimitSettings limits, HeldTimes heldTimes) {
        this.limits = limits;
        this.heldTimes = heldTimes;
    }

    /**
     * The login is done.
     *
     * @param movement grows with each octet of a message that the client takes and with each message that it marks
     * @param look is to ask whether the session {@link #isOver}, whenever it may be
     */
    void begin(EventExecutor eventLoop, Username user, LongSupplier movement, Runnable look) {
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
    }

    /** Empty while the session may go on. */
    Optional<Ending> isOver() {
        if (maildrop == null) {
            return Optional.empty();
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
    }

    private static void cancel(Future<?> scheduled) {
        if (scheduled != null) {
            scheduled.cancel(false);
        }
    }
}
