// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.digipoort.james.activity.Use;
import nl.digipoort.james.credential.Entitlement;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.transport.NetworkShares;

/**
 * One attempt to log in: its session, its mechanism, and its user name once that is known. It is counted and leaves one line in the login
 * log. Used by one command at a time, like its session.
 */
final class LoginAttempt {
    /** The name of USER and PASS among the mechanisms. */
    static final String USER_AND_PASS = "USER";

    private final DigipoortSession session;
    private final String mechanism;
    private final LoginMetrics metrics;
    private Optional<String> name = Optional.empty();
    private Optional<NetworkShares.Place> place = Optional.empty();
    private boolean turnedAway;
    private Optional<Entitlement> entitlement = Optional.empty();
    private Optional<String> brokenRule = Optional.empty();
    private Optional<String> refusedFrom = Optional.empty();
    private boolean ended;

    /** @param mechanism a name that the server knows, never one that a client made up */
    LoginAttempt(String mechanism, DigipoortSession session, LoginMetrics metrics) {
        this.session = session;
        this.mechanism = mechanism;
        this.metrics = metrics;
    }

    /** @param user as the client sent it, or the account once it is proven */
    void nameIt(String user) {
        name = Optional.of(user);
    }

    /** Keeps the place for its delayed answer, until the answer is given or the attempt ends. */
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

    /** Frees the place: its answer is not delayed any longer. */
    void leavePlace() {
        place.ifPresent(NetworkShares.Place::free);
        place = Optional.empty();
    }

    /** @param proven what James knew of the account when the client was authenticated */
    void rightTo(Entitlement proven) {
        entitlement = Optional.of(proven);
    }

    Optional<Entitlement> entitlement() {
        return entitlement;
    }

    /** @param rule the key of the policy that does not allow it */
    void breaksPolicy(String rule) {
        brokenRule = Optional.of(rule);
    }

    /** The rule of its account's policy that it breaks. */
    Optional<String> brokenRule() {
        return brokenRule;
    }

    /** @param date the first day on which its mechanism is refused, soon */
    void isRefusedFrom(LocalDate date) {
        refusedFrom = Optional.of(date.toString());
    }

    /** The first day on which its mechanism is refused, if that comes soon. */
    Optional<String> refusedFrom() {
        return refusedFrom;
    }

    /**
     * Writes the log line and counts the attempt. Only the first end counts.
     *
     * @return whether this is the first end
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

    /** The ways to log in that it took: a mechanism, and a version of TLS. */
    Set<Use> uses() {
        return Stream.concat(
                        Use.of(mechanism).stream(),
                        session
                                .getSSLSession()
                                .flatMap(tls -> Use.ofTls(tls.getProtocol(), tls.getCipherSuite()))
                                .stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
