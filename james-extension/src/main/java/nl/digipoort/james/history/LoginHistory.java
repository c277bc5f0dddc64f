// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.history;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import nl.digipoort.james.audit.AuditField;
import nl.digipoort.james.audit.AuditRecord;

/**
 * The logins of this server at a glance, for operators: the outcomes of each minute of a day, which account used which mechanism and
 * TLS version, and which logins failed. Receives each record of the audit trail and keeps everything in memory, so a restart clears it. Thread-safe.
 */
public final class LoginHistory {
    /** The most combinations of account, mechanism and TLS version that are remembered. */
    public static final int MOST_SIGHTINGS = 10_000;

    /** The most combinations of name, address and reason of failed logins that are remembered. */
    public static final int MOST_FAILURES = 1000;

    private static final String OK = "OK";
    private static final String NONE = "-";

    private final Clock clock;
    private final Instant since;
    private final Minutes minutes = new Minutes();
    private final Latest<Sighting> sightings;
    private final Latest<FailedLogin> failures = new Latest<>(MOST_FAILURES);

    public LoginHistory(Clock clock) {
        this(clock, MOST_SIGHTINGS);
    }

    LoginHistory(Clock clock, int mostSightings) {
        this.clock = clock;
        this.since = now();
        this.sightings = new Latest<>(mostSightings);
    }

    /** Takes a record of the audit trail. */
    public void noted(AuditRecord record) {
        switch (record.event()) {
            case LOGIN:
                login(record, now());
                break;
            case RETRIEVAL_ENDED:
                minutes.count(now(), period -> period.sent(record.number(AuditField.OCTETS)));
                break;
            default:
                break;
        }
    }

    private void login(AuditRecord record, Instant now) {
        String outcome = word(record, AuditField.OUTCOME);
        String mechanism = word(record, AuditField.MECHANISM);
        String tls = word(record, AuditField.TLS);
        minutes.count(now, period -> period.outcome(outcome));
        if (outcome.equals(OK)) {
            minutes.count(now, period -> period.success(mechanism, tls));
            sightings.add(Sighting.first(
                    word(record, AuditField.MAILDROP), mechanism, tls, word(record, AuditField.ADDRESS), now));
        } else {
            failures.add(FailedLogin.first(
                    word(record, AuditField.USER), word(record, AuditField.ADDRESS), outcome, mechanism, tls, now));
        }
    }

    /** Cut to milliseconds, because people read it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static String word(AuditRecord record, AuditField field) {
        return record.text(field).orElse(NONE);
    }

    /** When the server began to remember logins. */
    public Instant since() {
        return since;
    }

    /**
     * Equal periods up to now, the oldest first.
     *
     * @param length the minutes of each period
     * @param count how many periods; all together are a day at most
     */
    public List<Period> periods(int length, int count) {
        return minutes.periods(now(), length, count);
    }

    /** Which account logged in with which mechanism and TLS version, the latest first. */
    public List<Sighting> sightings() {
        return sightings.all();
    }

    /** The failed logins, the latest first. */
    public List<FailedLogin> failures() {
        return failures.all();
    }

    /** How many failed logins were dropped because there were too many. */
    public long forgottenFailures() {
        return failures.forgotten();
    }

    /** How many sightings were dropped because there were too many. */
    public long forgotten() {
        return sightings.forgotten();
    }
}
