// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.Optional;
import nl.digipoort.james.credential.Entitlement;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.transport.NetworkShares;

/**
 * One try to log in: on which session, by which mechanism, and under which name once it gets that far. It leaves one line in
 * the login log, and is counted. Used by one command at a time, as its session is.
 */
final class LoginAttempt {
    /** What USER and PASS are called beside the mechanisms. */
    static final String USER_AND_PASS = "USER";

    private final DigipoortSession session;
    private final String mechanism;
    private final LoginMetrics metrics;
    private Optional<String> name = Optional.empty();
    private Optional<NetworkShares.Place> place = Optional.empty();
    private boolean turnedAway;
    private Optional<Entitlement> entitlement = Optional.empty();
    private boolean ended;

    private LoginAttempt(DigipoortSession session, String mechanism, LoginMetrics metrics) {
        this.session = session;
        this.mechanism = mechanism;
        this.metrics = metrics;
    }

    /** @param mechanism a name that the server knows, never one that a client made up */
    static LoginAttempt by(String mechanism, DigipoortSession session, LoginMetrics metrics) {
        return new LoginAttempt(session, mechanism, metrics);
    }

    /** @param user as the client sent it, or the account once it is proven */
    void nameIt(String user) {
        name = Optional.of(user);
    }

    /** Takes over the place for its answer, which will be delayed, until the answer is given or the attempt ends. */
    void hold(NetworkShares.Place taken) {
        place = Optional.of(taken);
    }

    boolean hasPlace() {
        return place.isPresent();
    }

    /** There is no place for its answer, so nothing is verified. */
    void turnAway() {
        turnedAway = true;
    }

    boolean isTurnedAway() {
        return turnedAway;
    }

    /** Its answer waits no longer. */
    void leavePlace() {
        place.ifPresent(NetworkShares.Place::free);
        place = Optional.empty();
    }

    /** @param proven what James knew of the account when the client had proven itself */
    void rightTo(Entitlement proven) {
        entitlement = Optional.of(proven);
    }

    Optional<Entitlement> entitlement() {
        return entitlement;
    }

    /**
     * Writes the line of the log and counts; of several ends, the first counts.
     *
     * @return whether this is the first
     */
    boolean end(LoginOutcome outcome) {
        leavePlace();
        if (ended) {
            return false;
        }
        ended = true;
        LoginLog.write(this, outcome);
        metrics.ended(mechanism, outcome);
        return true;
    }

    DigipoortSession session() {
        return session;
    }

    String mechanism() {
        return mechanism;
    }

    Optional<String> name() {
        return name;
    }
}
