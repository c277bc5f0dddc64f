// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import nl.digipoort.james.audit.AuditEvent;
import nl.digipoort.james.audit.AuditField;
import nl.digipoort.james.audit.AuditRecord;
import nl.digipoort.james.testing.TestClock;
import org.junit.jupiter.api.Test;

class LoginHistoryTest {
    /** The clock of the test stands at 1970-01-01T00:16:40Z. */
    private final TestClock clock = new TestClock();

    private final LoginHistory history = new LoginHistory(clock, 3);

    @Test
    void countsLoginsByOutcomeInTheirMinute() {
        history.noted(login("anna", "PLAIN", "TLSv1.3", "OK"));
        history.noted(login("anna", "PLAIN", "TLSv1.3", "AUTH"));
        clock.move(Duration.ofSeconds(20));
        history.noted(login("anna", "PLAIN", "TLSv1.3", "OK"));
        history.noted(login("anna", "DIGEST-MD5", "TLSv1.2", "IN-USE"));

        assertThat(outcomes(history.periods(1, 3)))
                .containsExactly(
                        "1970-01-01T00:15:00Z {}",
                        "1970-01-01T00:16:00Z {AUTH=1, OK=1}",
                        "1970-01-01T00:17:00Z {IN-USE=1, OK=1}");
    }

    @Test
    void addsMinutesUpToLongerPeriods() {
        history.noted(login("anna", "PLAIN", "TLSv1.3", "OK"));
        clock.move(Duration.ofMinutes(14));
        history.noted(login("anna", "PLAIN", "TLSv1.3", "OK"));

        assertThat(outcomes(history.periods(15, 96)))
                .hasSize(96)
                .endsWith("1970-01-01T00:00:00Z {}", "1970-01-01T00:15:00Z {OK=1}", "1970-01-01T00:30:00Z {OK=1}");
        clock.move(Duration.ofMinutes(1));
        assertThat(outcomes(history.periods(15, 2)))
                .containsExactly("1970-01-01T00:15:00Z {OK=1}", "1970-01-01T00:30:00Z {OK=1}");
    }

    @Test
    void countsMechanismsAndVersionsOfLoginsThatSucceeded() {
        history.noted(login("anna", "PLAIN", "TLSv1.3", "OK"));
        history.noted(login("anna", "DIGEST-MD5", "TLSv1.2", "AUTH"));

        Period period = history.periods(1, 1).get(0);
        assertThat(period.mechanisms()).hasToString("{PLAIN=1}");
        assertThat(period.tlsVersions()).hasToString("{TLSv1.3=1}");
    }

    @Test
    void addsUpTheOctetsThatWereSent() {
        history.noted(AuditRecord.of(AuditEvent.RETRIEVAL_BEGUN).with(AuditField.OCTETS, 7));
        history.noted(AuditRecord.of(AuditEvent.RETRIEVAL_ENDED).with(AuditField.OCTETS, 40));
        history.noted(AuditRecord.of(AuditEvent.RETRIEVAL_ENDED).with(AuditField.OCTETS, 2));

        assertThat(history.periods(1, 1).get(0).octets()).isEqualTo(42);
    }

    @Test
    void forgetsWhatIsOlderThanADay() {
        history.noted(login("anna", "PLAIN", "TLSv1.3", "OK"));

        clock.move(Duration.ofDays(1));
        assertThat(outcomes(history.periods(15, 96))).allMatch(period -> period.endsWith("{}"));
        history.noted(login("anna", "PLAIN", "TLSv1.3", "AUTH"));
        assertThat(outcomes(history.periods(1, 1))).containsExactly("1970-01-02T00:16:00Z {AUTH=1}");
        assertThatThrownBy(() -> history.periods(15, 97)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void remembersWhoUsedWhatTheLatestFirst() {
        history.noted(login("anna", "DIGEST-MD5", "TLSv1.2", "OK"));
        history.noted(login("bob", "PLAIN", "TLSv1.3", "OK"));
        history.noted(login("eve", "PLAIN", "TLSv1.3", "AUTH"));
        clock.move(Duration.ofSeconds(1));
        history.noted(login("anna", "DIGEST-MD5", "TLSv1.2", "OK"));
        history.noted(login("anna", "PLAIN", "TLSv1.3", "OK"));

        assertThat(sightings())
                .containsExactly("anna PLAIN TLSv1.3 1", "anna DIGEST-MD5 TLSv1.2 2", "bob PLAIN TLSv1.3 1");
        assertThat(history.sightings().get(0).client()).isEqualTo("192.0.2.7");
        assertThat(history.sightings().get(1).at()).isEqualTo(Instant.parse("1970-01-01T00:16:41Z"));
        assertThat(history.forgotten()).isZero();
    }

    @Test
    void forgetsTheOneThatWasLongestNotSeenAgain() {
        for (String account : List.of("anna", "bob", "cas", "anna", "dirk")) {
            history.noted(login(account, "PLAIN", "TLSv1.3", "OK"));
        }

        assertThat(sightings()).containsExactly("dirk PLAIN TLSv1.3 1", "anna PLAIN TLSv1.3 2", "cas PLAIN TLSv1.3 1");
        assertThat(history.forgotten()).isEqualTo(1);
    }

    private static AuditRecord login(String account, String mechanism, String tls, String outcome) {
        AuditRecord record = AuditRecord.of(AuditEvent.LOGIN)
                .with(AuditField.ADDRESS, "192.0.2.7")
                .with(AuditField.MECHANISM, mechanism)
                .with(AuditField.TLS, tls)
                .with(AuditField.USER, account)
                .with(AuditField.OUTCOME, outcome);
        return outcome.equals("OK") ? record.with(AuditField.MAILDROP, account) : record;
    }

    private static List<String> outcomes(List<Period> periods) {
        return periods.stream()
                .map(period -> period.from() + " " + period.outcomes())
                .collect(Collectors.toList());
    }

    private List<String> sightings() {
        return history.sightings().stream()
                .map(seen -> seen.account() + " " + seen.mechanism() + " " + seen.tls() + " " + seen.count())
                .collect(Collectors.toList());
    }
}
