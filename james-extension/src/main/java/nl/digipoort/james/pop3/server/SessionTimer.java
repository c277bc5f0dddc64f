// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import nl.digipoort.james.audit.SessionAudit.Ending;
import nl.digipoort.james.credential.Entitlements;
import nl.digipoort.james.mail.HeldTimes;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.schedule.Periodic;
import org.apache.james.core.Username;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when a session must end without QUIT: it has lasted too long, it moves no message while mail is held for its maildrop, or its
 * user has lost the right to it. Independent of the wall clock. All state is confined to the event loop.
 */
final class SessionTimer {
    /** The number of checks within the time that a session may block deliveries. */
    private static final int LOOKS = 4;
    /** How often James is asked whether the user may keep the session. A change by an administrator here is checked at once too. */
    private static final Duration RIGHT_ASKED_EVERY = Duration.ofMinutes(1);

    private static final Map<Ending, String> REASONS = Map.of(
            Ending.TOO_LONG, "it took too long",
            Ending.BLOCKED_DELIVERIES, "mail waits and it moves no message",
            Ending.REVOKED, "the user or its domain is removed, or its password is changed");

    private static final Logger LOGGER = LoggerFactory.getLogger(SessionTimer.class);

    private final ListenerLimits limits;
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
    private Runnable stopListening = () -> {};
    private boolean revoked;

    SessionTimer(ListenerLimits limits, HeldTimes heldTimes, Entitlements entitlements) {
        this.limits = limits;
        this.heldTimes = heldTimes;
        this.entitlements = entitlements;
    }

    /**
     * Starts the timer after the login.
     *
     * @param executor runs the blocking check whether the user still has the right to the session
     * @param movement grows with each octet of a message that the client takes and with each message that it marks
     * @param look called whenever the session may be over; asks {@link #isOver}; must not throw
     */
    void begin(
            EventExecutor eventLoop,
            Executor executor,
            DigipoortSession session,
            LongSupplier movement,
            Runnable look) {
        maildrop = session.getUsername();
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
        // an event loop ends a schedule without a word when it throws, for example when there is no thread for the
        // question
        Runnable ask = Periodic.surviving(
                () -> askForRight(eventLoop, executor, session, look),
                e -> LOGGER.error("Whether session {} may go on cannot be asked now", session.getSessionID(), e));
        long minute = RIGHT_ASKED_EVERY.toNanos();
        questions = eventLoop.scheduleAtFixedRate(ask, minute, minute, TimeUnit.NANOSECONDS);
        stopListening = entitlements.onChange(maildrop, ask);
    }

    /** For any thread. The session goes on while James is unavailable; what it marked is not deleted then either. */
    private void askForRight(EventExecutor eventLoop, Executor executor, DigipoortSession session, Runnable look) {
        unlessStopping(executor, () -> {
            if (isRevoked(session)) {
                unlessStopping(eventLoop, () -> {
                    revoked = true;
                    look.run();
                });
            }
        });
    }

    /** An executor that rejects tasks is stopping, together with its connections. */
    private static void unlessStopping(Executor executor, Runnable step) {
        try {
            executor.execute(step);
        } catch (RejectedExecutionException e) {
            LOGGER.debug("The server stops, and its sessions with it");
        }
    }

    private static boolean isRevoked(DigipoortSession session) {
        try {
            return !session.isEntitled();
        } catch (RuntimeException e) {
            LOGGER.debug("Whether session {} may go on cannot be found out now", session.getSessionID(), e);
            return false;
        }
    }

    /** Why the session is over; empty while it may go on. */
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

    /** Why a session is over, for the log. */
    static String describe(Ending reason) {
        return REASONS.get(reason);
    }

    /** How long an answer that is being sent may go on when the session is over. */
    Duration grace() {
        return limits.stalledAfter();
    }

    void stop() {
        cancel(looks);
        cancel(end);
        cancel(questions);
        stopListening.run();
    }

    private static void cancel(Future<?> scheduled) {
        if (scheduled != null) {
            scheduled.cancel(false);
        }
    }
}
